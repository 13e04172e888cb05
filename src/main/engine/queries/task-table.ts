import type { TaskBatch } from '../../../shared/session.ts';
import type { TaskColumn, TaskTablePage, TaskTableQuery } from '../../../shared/session-queries.ts';
import type { SessionTasks, TaskSource } from './session-tasks.ts';
import type { SessionTraces } from './session-traces.ts';
import { stableOrder } from './stable-order.ts';
import { filterTasks } from './task-filter.ts';
import type { Names } from './task-match.ts';
import { pickTasks } from './task-rows.ts';
import { rankByApi, rankByCallable, rankByName } from './trace-labels.ts';
import { tracedTasks } from './traced-tasks.ts';

/** One page of the task table. The order is made with the first page and kept for those that follow. */
export function taskTable(
  { tasks, threadRows }: TaskSource,
  names: () => Names,
  query: TaskTableQuery,
): TaskTablePage {
  const { rows } = tasks;
  const order = tasks.order(query, () =>
    sortTasks(tasks, filterTasks(rows, query.filter, names()), query.sort),
  );
  const first = Math.min(Math.max(0, query.first), order.length);
  const page = order.subarray(first, first + Math.max(0, query.count));
  return {
    total: order.length,
    first,
    tasks: pickTasks(rows, page),
    traced: tracedTasks(tasks, threadRows, page),
  };
}

/** `selected` by a column; of equals the one recorded first comes first, and what is not known comes last. */
export function sortTasks(
  { rows, traces }: SessionTasks,
  selected: Uint32Array,
  { column, descending }: TaskTableQuery['sort'],
): Uint32Array {
  const keyOf = isTraced(column) ? tracedKey(column, traces) : ownKey(column, rows);
  const values = new Float64Array(selected.length);
  for (let at = 0; at < selected.length; at += 1) values[at] = keyOf(selected[at] ?? 0);
  const order = stableOrder(values, descending);
  for (let at = 0; at < order.length; at += 1) order[at] = selected[order[at] ?? 0] ?? 0;
  return order;
}

type TracedColumn = 'api' | 'name' | 'callable' | 'cpu';

const isTraced = (column: TaskColumn): column is TracedColumn => Object.hasOwn(tracedKeys, column);

const tracedKeys: Readonly<Record<TracedColumn, (traces: SessionTraces) => (row: number) => number>> = {
  api: rankByApi,
  name: rankByName,
  callable: rankByCallable,
  cpu:
    ({ rows }) =>
    (row) =>
      rows.cpu_ns[row] ?? Number.NaN,
};

const tracedKey = (column: TracedColumn, traces: SessionTraces | null): ((row: number) => number) =>
  traces === null ? () => Number.NaN : tracedKeys[column](traces);

const ownKey = (column: Exclude<TaskColumn, TracedColumn>, rows: TaskBatch): ((row: number) => number) => {
  const key = keys[column];
  return (row) => key(rows, row);
};

const keys: Readonly<Record<Exclude<TaskColumn, TracedColumn>, (rows: TaskBatch, row: number) => number>> = {
  trial: ({ trial }, row) => trial[row] ?? 0,
  index: ({ index }, row) => index[row] ?? 0,
  outcome: ({ outcome }, row) => outcome[row] ?? 0,
  submit: ({ submit }, row) => submit[row] ?? Number.NaN,
  start: ({ start }, row) => start[row] ?? Number.NaN,
  queue: ({ submit, start }, row) => (start[row] ?? Number.NaN) - (submit[row] ?? Number.NaN),
  run: ({ start, end }, row) => (end[row] ?? Number.NaN) - (start[row] ?? Number.NaN),
  // Of a task that never started no worker is known.
  worker: ({ start, worker }, row) => (Number.isNaN(start[row]) ? Number.NaN : (worker[row] ?? 0)),
  argument_bytes: (rows, row) => rows.argument_bytes[row] ?? Number.NaN,
  result_bytes: (rows, row) => rows.result_bytes[row] ?? Number.NaN,
};
