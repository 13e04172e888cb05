import { formatBytes } from '../../shared/figures.ts';
import type { TaskDetails } from '../../shared/session-queries.ts';
import { useCall } from '../connection/use-call.ts';
import { Badge } from '../ui/Badge.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './TaskDetailsCard.module.css';
import { durationOf } from './task-words.ts';

interface TaskDetailsCardProps {
  readonly session: string;
  readonly trial: number;
  readonly index: number;
  readonly trialTitle: string;
  /** The trial's start on the session's clock: moments are told from there. */
  readonly zeroNs: number;
  readonly onClose: () => void;
}

/** One task in full. */
export function TaskDetailsCard(props: TaskDetailsCardProps) {
  const { session, trial, index, trialTitle, zeroNs, onClose } = props;
  const answer = useCall((engine) => engine.taskDetails({ session, trial, index }), [session, trial, index]);
  const known = answer.state === 'ready' ? answer.value : answer.state === 'loading' ? answer.previous : null;
  return (
    <section className={styles['card']} aria-label={`Details of task ${index}`}>
      <header className={styles['header']}>
        <h3>Task {index}</h3>
        <IconButton icon="close" label="Close the details (Esc)" onClick={onClose} />
      </header>
      <p className={styles['trial']}>{trialTitle}</p>
      {answer.state === 'failed' && (
        <Notice tone="bad" title={answer.error.message}>
          {answer.error.remedy}
        </Notice>
      )}
      {known !== null && <Figures task={known} zeroNs={zeroNs} />}
    </section>
  );
}

const Figures = ({ task, zeroNs }: { readonly task: TaskDetails; readonly zeroNs: number }) => (
  <>
    <Badge tone={task.outcome === 'ok' ? 'good' : task.outcome === 'cancelled' ? 'warning' : 'bad'}>
      {task.outcome}
    </Badge>
    <dl className={styles['figures']}>
      {linesOf(task, zeroNs).map(([name, value]) => (
        <div key={name} className={styles['line']}>
          <dt>{name}</dt>
          <dd className="figure">{value}</dd>
        </div>
      ))}
    </dl>
    {task.failures.map(({ message, count }) => (
      <p key={message} className={styles['failure']}>
        {message}
        {count > 1 && ` (${count} tasks of this trial)`}
      </p>
    ))}
  </>
);

const linesOf = (task: TaskDetails, zeroNs: number): readonly (readonly [string, string])[] => [
  ['Run', durationOf(task.runNs ?? Number.NaN)],
  ['Queue', durationOf(task.queueNs ?? Number.NaN)],
  ['Submitted at', durationOf(task.submitNs - zeroNs)],
  ['Started at', durationOf(task.startNs === null ? Number.NaN : task.startNs - zeroNs)],
  ['Input', String(task.input)],
  ['Lane', String(task.lane)],
  ['Worker', task.worker?.name ?? '–'],
  ['Process', task.worker === null ? '–' : String(task.worker.pid)],
  ['Cores', task.worker?.affinity?.join(', ') ?? '–'],
  ['Arguments', task.argumentBytes === null ? '–' : formatBytes(task.argumentBytes)],
  ['Result', task.resultBytes === null ? '–' : formatBytes(task.resultBytes)],
];
