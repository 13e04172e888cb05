import {
  outcomes,
  type DetailRows,
  type Outcome,
  type TaskBatch,
  type TracedPlace,
} from '../../../../shared/session.ts';
import type { TaskTablePage, TracedTasks } from '../../../../shared/session-queries.ts';
import type { TracedApi } from '../../../../shared/trace-format.ts';

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
  /** Null: it was not traced. */
  readonly traced: TracedRow | null;
}

export interface TracedRow {
  readonly api: TracedApi;
  /** Its own, else its callable's; empty: it has none. */
  readonly name: string;
  readonly callable: TracedPlace | null;
  readonly cpuNs: number | null;
}

/** The sites of a session by their numbers. */
export type Sites = ReadonlyMap<number, DetailRows['sites']>;

/** The rows of a page. */
export function taskRows(
  { tasks, traced }: Pick<TaskTablePage, 'tasks' | 'traced'>,
  sites: Sites,
): readonly TaskRow[] {
  const tracedAt = traced === null ? () => null : tracedRows(traced, sites);
  return Array.from(tasks.index, (index, at) => taskRow(tasks, index, at, tracedAt(at)));
}

function tracedRows({ rows, names }: TracedTasks, sites: Sites): (at: number) => TracedRow | null {
  const texts = new Map(names.map(({ number, text }) => [number, text]));
  return (at) => {
    const site = sites.get(rows.site[at] ?? 0);
    if (site === undefined) return null;
    const { api, callable } = site;
    return {
      api,
      name: texts.get(rows.name[at] ?? 0) ?? callable?.name ?? '',
      callable,
      cpuNs: known(rows.cpu_ns[at]),
    };
  };
}

function taskRow(tasks: TaskBatch, index: number, at: number, traced: TracedRow | null): TaskRow {
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
    traced,
  };
}

const known = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
