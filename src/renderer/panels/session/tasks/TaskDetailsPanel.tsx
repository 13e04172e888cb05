import { formatDuration } from '../../../../shared/durations.ts';
import { formatBytes, formatCount } from '../../../../shared/figures.ts';
import type { TaskDetails, TracedTask, TrialExtent } from '../../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { useCall } from '../../../connection/use-call.ts';
import { Button } from '../../../ui/Button.tsx';
import { preemptors, taskParts, wallTimeParts } from '../../../timeline/wall-time.ts';
import { WallTimeBar } from '../../../timeline/WallTimeBar.tsx';
import { executorColour } from '../../../ui/executor-look.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { labTrials, trialNameOf } from '../configuration.ts';
import { allTasks, useTaskFocus, type TaskAddress } from '../task-focus.tsx';
import { Figures, outcomeBadge, type NamedFigure } from './Figures.tsx';
import styles from './TaskDetailsPanel.module.css';
import { TracedTaskDetails } from './TracedTaskDetails.tsx';

interface TaskDetailsPanelProps {
  readonly session: string;
  readonly task: TaskAddress;
  readonly trials: readonly TrialExtent[];
  readonly onClose: () => void;
  /** Where the task is already shown on the timeline, there is no way to it. */
  readonly besideTimeline?: boolean;
}

/** One task in full. */
export function TaskDetailsPanel({
  session,
  task,
  trials,
  onClose,
  besideTimeline = false,
}: TaskDetailsPanelProps) {
  const { trial, index } = task;
  const configured = labTrials(trials);
  const details = useCall((engine) => engine.taskDetails({ session, trial, index }), [session, trial, index]);
  const known =
    details.state === 'ready' ? details.value : details.state === 'loading' ? details.previous : null;
  const { showOnTimeline, showSamples, select, listTasks } = useTaskFocus();
  const traced = known?.traced ?? null;
  const goTo = (other: number) => {
    const address = { trial, index: other };
    if (besideTimeline) showOnTimeline(address);
    else select(address);
  };
  return (
    // Escape leaves it from whatever it holds; it takes no other keys.
    <aside
      className={styles['details']}
      aria-label={`Task ${index}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles['head']}>
        <h2>{traced === null ? `Task ${formatCount(index)}` : nameOf(traced, index)}</h2>
        <IconButton icon="close" label="Close the details" onClick={onClose} />
      </header>
      <p className={styles['trial']}>
        {traced !== null && `task ${formatCount(index)}`}
        {configured.length > 0 && trialNameOf(configured, trial)}
      </p>
      {details.state === 'failed' && (
        <Notice tone="bad" title={details.error.message}>
          {details.error.remedy}
        </Notice>
      )}
      {known === null && details.state === 'loading' && <Spinner label="Fetching the task" />}
      {known !== null && (
        <>
          {known.traced === null && <TaskSpan details={known} colour={colourOf(trials, known.trial)} />}
          <WallTime details={known} />
          {known.traced === null ? (
            <TaskFigures details={known} />
          ) : (
            <TracedTaskDetails
              details={known}
              traced={known.traced}
              onGoTo={goTo}
              onChildren={() => listTasks({ ...allTasks, parent: index })}
            />
          )}
          <TaskFailures details={known} />
        </>
      )}
      {!besideTimeline && known !== null && known.startNs !== null && (
        <Button icon="timeline" onClick={() => showOnTimeline({ trial: known.trial, index: known.index })}>
          Show on the timeline
        </Button>
      )}
      {showSamples !== null && traced !== null && known?.startNs != null && (
        <Button icon="activity" onClick={() => showSamples({ of: { kind: 'task', index }, range: null })}>
          CPU samples
        </Button>
      )}
    </aside>
  );
}

/** What it ran, else its number. */
const nameOf = ({ name }: TracedTask, index: number): string =>
  name === '' ? `Task ${formatCount(index)}` : name;

const colourOf = (trials: readonly TrialExtent[], trial: number): string => {
  const executor = trials[trial]?.executor ?? null;
  return executor === null ? 'var(--accent)' : executorColour(executor);
};

/** Of a traced task from submit to result, of any other while it ran. */
function WallTime({ details: { traced, parts, scheduling } }: { readonly details: TaskDetails }) {
  const shown =
    traced !== null && parts !== null
      ? taskParts(parts, traced.steps !== null)
      : scheduling === null
        ? []
        : wallTimeParts(scheduling);
  if (shown.length === 0) return null;
  return (
    <section className={styles['wallTime']}>
      <h3>Where its time went</h3>
      <WallTimeBar parts={shown} note={scheduling === null ? '' : preemptors(scheduling)} />
    </section>
  );
}

const duration = (ns: number | null): string => formatDuration(ns === null ? null : asNanoseconds(ns));
const bytes = (value: number | null): string => (value === null ? '–' : formatBytes(value));

/** Submit to end as one bar: the part in the queue hollow, the part that ran full. */
function TaskSpan({
  details: { queueNs, runNs },
  colour,
}: {
  readonly details: TaskDetails;
  readonly colour: string;
}) {
  const whole = (queueNs ?? 0) + (runNs ?? 0);
  if (whole === 0) return null;
  const queued = ((queueNs ?? 0) / whole) * 100;
  return (
    <div className={styles['span']} aria-hidden="true">
      <span className={styles['queued']} style={{ width: `${queued}%`, borderColor: colour }} />
      <span
        className={styles['ran']}
        style={{ width: `${100 - queued}%`, borderColor: colour, background: colour }}
      />
    </div>
  );
}

function TaskFigures({ details }: { readonly details: TaskDetails }) {
  const { worker } = details;
  const figures: readonly NamedFigure[] = [
    ['input', formatCount(details.input)],
    ['submitted', duration(details.submitNs)],
    ['queued', duration(details.queueNs)],
    ['started', duration(details.startNs)],
    ['ran', duration(details.runNs)],
    ['ended', duration(details.endNs)],
    ['worker', worker === null ? '–' : `${worker.worker} · ${worker.name}`],
    ['process', worker === null ? '–' : `pid ${worker.pid}`],
    ['thread', worker === null || worker.tid === 0 ? '–' : `tid ${worker.tid}`],
    ['may run on', worker === null ? '–' : coresInWords(worker.affinity)],
    ['lane', formatCount(details.lane)],
    ['argument', bytes(details.argumentBytes)],
    ['result', bytes(details.resultBytes)],
  ];
  return <Figures figures={[['outcome', outcomeBadge(details.outcome)], ...figures]} />;
}

function coresInWords(affinity: readonly number[] | null): string {
  if (affinity === null) return 'any core';
  return `${affinity.length === 1 ? 'core' : 'cores'} ${affinity.join(', ')}`;
}

/** A traced task knows what it failed with by itself. */
function TaskFailures({ details: { failures, outcome, traced } }: { readonly details: TaskDetails }) {
  if (outcome === 'ok' || failures.length === 0 || traced !== null) return null;
  return (
    <section>
      <h3>{failures.length === 1 ? 'Failed with' : 'Failed with one of'}</h3>
      {failures.map(({ message }) => (
        <pre key={message} className={styles['message']}>
          {message}
        </pre>
      ))}
    </section>
  );
}
