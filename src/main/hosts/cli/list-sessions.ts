import { openSession } from '../../engine/store/reader.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { Verdict } from '../../../shared/lab-report.ts';
import { sessionsFolder } from './data-folder.ts';
import { counted, formatBytes } from '../../../shared/figures.ts';
import { sessionFiles } from './find-session.ts';
import type { SessionFile } from './find-session.ts';
import { formatMoment } from './moments.ts';
import { fitText, wrapText } from './text-layout.ts';
import { renderTable } from './text-table.ts';
import { viewOf } from './text-view.ts';
import type { TextView } from './text-view.ts';

/** One session as `sessions --json` prints it. What an unreadable file does not tell is null; `error` says why. */
interface Listed {
  readonly name: string;
  readonly path: string;
  readonly size_bytes: number;
  readonly id: string | null;
  readonly command: string | null;
  readonly task: string | null;
  readonly started_at: string | null;
  readonly complete: boolean | null;
  readonly trials: number | null;
  readonly verdict: Pick<Verdict, 'executor' | 'workers' | 'confidence'> | null;
  readonly error: string | null;
}

/** `corelane sessions`: the sessions of the data folder, newest first. */
export function listSessions({ json }: { readonly json: boolean }): void {
  const folder = sessionsFolder();
  const sessions = sessionFiles(folder).map(listed);
  process.stdout.write(
    json
      ? `${JSON.stringify({ corelane: 1, command: 'sessions', folder, sessions }, null, 2)}\n`
      : renderSessions(sessions, folder, viewOf(process.stdout)),
  );
}

function listed({ name, path, bytes }: SessionFile): Listed {
  const file = { name, path, size_bytes: bytes };
  try {
    const session = openSession(path);
    try {
      const report = session.report();
      const { id, command, workload, started_at } = session.header;
      return {
        ...file,
        id,
        command,
        task: workload.label,
        started_at,
        complete: session.complete,
        trials: report?.trials.length ?? 0,
        verdict: report === null ? null : essence(report.verdict),
        error: null,
      };
    } finally {
      session.close();
    }
  } catch (thrown) {
    return { ...file, ...nothingKnown, error: messageOf(thrown) };
  }
}

const nothingKnown = {
  id: null,
  command: null,
  task: null,
  started_at: null,
  complete: null,
  trials: null,
  verdict: null,
};

const essence = ({ executor, workers, confidence }: Verdict) => ({ executor, workers, confidence });

function renderSessions(sessions: readonly Listed[], folder: string, view: TextView): string {
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
      cell: ({ name }: Listed) => fitText(name, Math.max(24, width * 0.5)),
    },
    {
      title: 'recorded',
      align: 'left',
      sacrifice: 2,
      cell: ({ started_at }: Listed) => formatMoment(started_at ?? ''),
    },
    { title: 'task', align: 'left', sacrifice: 5, cell: ({ task }: Listed) => fitText(task ?? '', 40) },
    { title: 'trials', align: 'right', sacrifice: 4, cell: ({ trials }: Listed) => String(trials ?? 0) },
    {
      title: 'verdict',
      align: 'left',
      sacrifice: 1,
      cell: ({ verdict, complete }: Listed) =>
        complete === false ? paint('warning', 'interrupted') : describeVerdict(verdict),
    },
    {
      title: 'size',
      align: 'right',
      sacrifice: 3,
      cell: ({ size_bytes }: Listed) => formatBytes(size_bytes),
    },
  ] as const;

function describeVerdict(verdict: Listed['verdict']): string {
  if (verdict === null || verdict.executor === null) return 'cannot tell';
  return `${verdict.executor}${verdict.workers === null ? '' : ` × ${verdict.workers}`}`;
}
