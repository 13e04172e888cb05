import type { KeyboardEvent } from 'react';
import { useRecorder } from '../../connection/use-jobs.ts';
import { formatBytes, formatCount, formatMilliseconds } from '../../../shared/figures.ts';
import type { JobId } from '../../../shared/jobs.ts';
import { formatRoute } from '../../../shared/route.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import type { ProgramExit } from '../../../shared/profile-report.ts';
import { exitWords } from '../../format/exit.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ExecutorMark } from '../../ui/ExecutorMark.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import { comparisonOf } from './comparable-sessions.ts';
import { Moment } from './Moment.tsx';
import { NameEditor } from './NameEditor.tsx';
import { SessionMenu } from './SessionMenu.tsx';
import styles from './SessionTable.module.css';

interface SessionRowProps {
  readonly session: ListedSession;
  /** Its link is the table's tab stop. */
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  /** On that link. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly isRenaming: boolean;
  readonly onRename: () => void;
  /** With the path the session has now; null: the user went elsewhere meanwhile. */
  readonly onRenamed: (path: string | null) => void;
  readonly onCompare: () => void;
  readonly onDelete: () => void;
  /** The session that another is chosen for, to be compared with it; null: rows lead to their sessions. */
  readonly compared: ListedSession | null;
}

export const SessionRow = ({
  session,
  isChosen,
  onChoose,
  onKeyDown,
  isRenaming,
  onRename,
  onRenamed,
  onCompare,
  onDelete,
  compared,
}: SessionRowProps) => {
  const recorder = useRecorder(session.path);
  const tabIndex = isChosen ? 0 : -1;
  return (
    <tr className={styles['row']}>
      <td className={styles['name']}>
        {isRenaming ? (
          <NameEditor session={session} onDone={onRenamed} />
        ) : (
          <a
            data-row
            className={styles['link']}
            href={
              compared === null ? targetOf(session, recorder) : formatRoute(comparisonOf(compared, session))
            }
            tabIndex={tabIndex}
            onFocus={onChoose}
            onKeyDown={onKeyDown}
          >
            <Icon name={session.command === 'profile' ? 'activity' : 'flask'} size={16} />
            {compared !== null && <span className="visually-hidden">Compare with</span>}
            <Truncated text={session.name} />
          </a>
        )}
        <span className={styles['task']}>
          <span className="visually-hidden">{kindOf(session)}</span>
          {recorder !== null && <Badge tone="accent">recording</Badge>}
          {recorder === null && session.complete === false && <Badge tone="warning">interrupted</Badge>}
          {session.error !== null && <Badge tone="bad">unreadable</Badge>}
          {session.task !== null && <Truncated text={session.task} />}
        </span>
      </td>
      {session.error === null ? (
        <Facts session={session} />
      ) : (
        <td colSpan={3} className={styles['error']}>
          {session.error}
        </td>
      )}
      <td className={styles['number']}>{formatBytes(session.size_bytes)}</td>
      <td className={styles['menu']}>
        {compared === null && (
          <SessionMenu
            session={session}
            tabIndex={tabIndex}
            onRename={onRename}
            onCompare={onCompare}
            onDelete={onDelete}
          />
        )}
      </td>
    </tr>
  );
};

/** A command of a later version, or none, is shown as the usual one. */
const kinds: Readonly<Record<string, string>> = { profile: 'Profile', 'what-if': 'What-if' };

const kindOf = ({ command }: ListedSession): string => kinds[command ?? ''] ?? 'Lab';

const Facts = ({
  session: { started_at, trials, verdict, exit, wall_ms, complete },
}: {
  readonly session: ListedSession;
}) => (
  <>
    <td>
      <Moment iso={started_at} />
    </td>
    <td className={styles['number']}>{trials === null ? '–' : formatCount(trials)}</td>
    <td>
      <span className={styles['verdict']}>
        {exit !== null ? (
          <Exit exit={exit} wallMs={wall_ms} />
        ) : verdict === null || verdict.executor === null ? (
          <span className={styles['none']}>
            {verdict !== null && complete === true ? 'cannot tell' : '–'}
          </span>
        ) : (
          <>
            <ExecutorMark executor={verdict.executor} />
            {verdict.workers !== null && <span className={styles['workers']}>×{verdict.workers}</span>}
          </>
        )}
      </span>
    </td>
  </>
);

const Exit = ({ exit, wallMs }: { readonly exit: ProgramExit; readonly wallMs: number | null }) => {
  const { short, tone } = exitWords(exit);
  return (
    <>
      <Badge tone={tone}>{short}</Badge>
      {wallMs !== null && <span className={styles['workers']}>{formatMilliseconds(wallMs)}</span>}
    </>
  );
};

const targetOf = ({ path }: ListedSession, recorder: JobId | null): string =>
  formatRoute(
    recorder === null
      ? { screen: 'session', session: path, tab: 'ranking' }
      : { screen: 'live', job: recorder },
  );
