import type { TrialReport } from '../../../shared/lab-report.ts';
import { outcomes } from '../../../shared/session.ts';
import type { TaskBatch, WorkerRow } from '../../../shared/session.ts';

/** What the words of a search are looked for in, besides the tasks themselves. */
export interface Names {
  readonly trials: readonly TrialReport[];
  readonly workers: ReadonlyMap<number, WorkerRow>;
}

/** Whether the task in this row is meant. */
export type TaskMatch = (row: number) => boolean;

/**
 * What the text of a search means: `12` or `#12` the task of that number in every trial; else the outcome of
 * that name and whatever an executor or a worker of which this is part of the name ran. Empty: every task.
 */
export function matchText(text: string, rows: TaskBatch, { trials, workers }: Names): TaskMatch {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return () => true;
  const number = /^#?(\d+)$/.exec(wanted)?.[1];
  if (number !== undefined) {
    const index = Number(number);
    return (row) => rows.index[row] === index;
  }
  const outcome = outcomes.findIndex((name) => name === wanted);
  const isTrialWanted = flags(
    trials.flatMap(({ executor }, trial) => (executor.includes(wanted) ? [trial] : [])),
  );
  const isWorkerWanted = flags(
    [...workers.values()].flatMap(({ worker, name }) =>
      name.toLowerCase().includes(wanted) ? [worker] : [],
    ),
  );
  return (row) =>
    rows.outcome[row] === outcome ||
    isTrialWanted[rows.trial[row] ?? 0] === 1 ||
    // The worker of a task that never started means nothing.
    (isWorkerWanted[rows.worker[row] ?? 0] === 1 && !Number.isNaN(rows.start[row]));
}

/** A 1 at each of the numbers: looked up a million times, where a Set takes ten times as long. */
function flags(numbers: readonly number[]): Uint8Array {
  const marked = new Uint8Array(numbers.reduce((size, number) => Math.max(size, number + 1), 0));
  for (const number of numbers) marked[number] = 1;
  return marked;
}
