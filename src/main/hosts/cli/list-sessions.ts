import { counted, formatBytes } from '../../../shared/figures.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import { ListedSessions } from '../../engine/library/listed-sessions.ts';
import { formatMoment } from '../../engine/library/moments.ts';
import { sessionsFolderInForce } from '../../engine/workplace/settings-file.ts';
import { fitText, wrapText } from './text-layout.ts';
import { renderTable } from './text-table.ts';
import { viewOf } from './text-view.ts';
import type { TextView } from './text-view.ts';

/** `corelane sessions`: the sessions of the data folder, newest first. */
export async function listSessions({ json }: { readonly json: boolean }): Promise<void> {
  const folder = sessionsFolderInForce();
  const sessions = await new ListedSessions().of(folder);
  process.stdout.write(
    json
      ? `${JSON.stringify({ corelane: 1, command: 'sessions', folder, sessions }, null, 2)}\n`
      : renderSessions(sessions, folder, viewOf(process.stdout)),
  );
}

function renderSessions(sessions: readonly ListedSession[], folder: string, view: TextView): string {
  if (sessions.length === 0) {
    return `There are no sessions in ${folder} yet.\n  → Record one: corelane lab TASK\n`;
  }
  const readable = sessions.filter((session) => session.error === null);
  const unreadable = sessions.filter((session) => session.error !== null);
  const table = readable.length === 0 ? [] : renderTable(columns(view), readable, view);
  const reasons = unreadable.flatMap(({ name, error }) => [
    wrapText(`${view.paint('bad', '✗')} ${name}: ${error ?? ''}`, view.columns, 2),
  ]);
  const where = view.paint('faint', `${counted(sessions.length, 'session')} in ${folder}`);
  return [...table, ...reasons, where, ''].join('\n');
}

const columns = ({ paint, columns: width }: TextView) =>
  [
    {
      title: 'session',
      align: 'left',
      sacrifice: 0,
      cell: ({ name }: ListedSession) => fitText(name, Math.max(24, width * 0.5)),
    },
    {
      title: 'recorded',
      align: 'left',
      sacrifice: 2,
      cell: ({ started_at }: ListedSession) => formatMoment(started_at ?? ''),
    },
    {
      title: 'task or command',
      align: 'left',
      sacrifice: 5,
      cell: ({ task }: ListedSession) => fitText(task ?? '', 40),
    },
    {
      title: 'trials',
      align: 'right',
      sacrifice: 4,
      cell: ({ command, trials }: ListedSession) => (command === 'lab' ? String(trials ?? 0) : '–'),
    },
    {
      title: 'verdict',
      align: 'left',
      sacrifice: 1,
      cell: ({ command, verdict, complete }: ListedSession) =>
        complete === false
          ? paint('warning', 'interrupted')
          : command === 'lab'
            ? describeVerdict(verdict)
            : (command ?? ''),
    },
    {
      title: 'size',
      align: 'right',
      sacrifice: 3,
      cell: ({ size_bytes }: ListedSession) => formatBytes(size_bytes),
    },
  ] as const;

function describeVerdict(verdict: ListedSession['verdict']): string {
  if (verdict === null || verdict.executor === null) return 'cannot tell';
  return `${verdict.executor}${verdict.workers === null ? '' : ` × ${verdict.workers}`}`;
}
