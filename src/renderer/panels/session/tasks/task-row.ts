import { outcomes, type Outcome, type TaskBatch } from '../../../../shared/session.ts';

/** One row of the task table. Times and sizes that are not known are null. */
export interface TaskRow {
  readonly trial: number;
  readonly index: number;
  readonly outcome: Outcome;
  readonly submitNs: number;
  readonly startNs: number | null;
  readonly queueNs: number | null;
  readonly runNs: number | null;
  /** Null: it never started. */
  readonly worker: number | null;
  readonly argumentBytes: number | null;
  readonly resultBytes: number | null;
}

/** The rows of a page. */
export const taskRows = (tasks: TaskBatch): readonly TaskRow[] =>
  Array.from(tasks.index, (index, at) => taskRow(tasks, index, at));

function taskRow(tasks: TaskBatch, index: number, at: number): TaskRow {
  const submitNs = tasks.submit[at] ?? Number.NaN;
  const startNs = known(tasks.start[at]);
  const endNs = known(tasks.end[at]);
  return {
    trial: tasks.trial[at] ?? 0,
    index,
    outcome: outcomes[tasks.outcome[at] ?? 0] ?? 'lost',
    submitNs,
    startNs,
    queueNs: startNs === null ? null : startNs - submitNs,
    runNs: startNs === null || endNs === null ? null : endNs - startNs,
    worker: startNs === null ? null : (tasks.worker[at] ?? null),
    argumentBytes: known(tasks.argument_bytes[at]),
    resultBytes: known(tasks.result_bytes[at]),
  };
}

const known = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
