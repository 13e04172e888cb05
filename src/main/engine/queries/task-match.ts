import type { TrialReport } from '../../../shared/lab-report.ts';
import { outcomes } from '../../../shared/session.ts';
import type { TaskBatch, WorkerRow } from '../../../shared/session.ts';
import type { SessionTraces } from './session-traces.ts';
import { flagged, mentions } from './trace-labels.ts';

/** What the words of a search are looked for in, besides the tasks themselves. */
export interface Names {
  readonly trials: readonly TrialReport[];
  readonly workers: ReadonlyMap<number, WorkerRow>;
  readonly traces: SessionTraces | null;
}

/** Whether the task in this row is meant. */
export type TaskMatch = (row: number) => boolean;

/**
 * What the text of a search means: `12` or `#12` the task of that number in every trial; else the outcome of
 * that name and whatever an executor or a worker of which this is part of the name ran, or tracing tells to have to do with
 * something of that name. Empty: every task.
 */
export function matchText(text: string, rows: TaskBatch, { trials, workers, traces }: Names): TaskMatch {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return () => true;
  const number = /^#?(\d+)$/.exec(wanted)?.[1];
  if (number !== undefined) {
    const index = Number(number);
    return (row) => rows.index[row] === index;
  }
  const outcome = outcomes.findIndex((name) => name === wanted);
  const isTrialWanted = flagged(
    trials.flatMap(({ executor }, trial) => (executor.includes(wanted) ? [trial] : [])),
  );
  const isWorkerWanted = flagged(
    [...workers.values()].flatMap(({ worker, name }) =>
      name.toLowerCase().includes(wanted) ? [worker] : [],
    ),
  );
  const isMentioned = traces === null ? () => false : mentions(traces, wanted);
  return (row) =>
    rows.outcome[row] === outcome ||
    isMentioned(row) ||
    isTrialWanted[rows.trial[row] ?? 0] === 1 ||
    // The worker of a task that never started means nothing.
    (isWorkerWanted[rows.worker[row] ?? 0] === 1 && !Number.isNaN(rows.start[row]));
}
