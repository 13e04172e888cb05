import type { TasksWithin, TasksWithinQuery } from '../../../shared/session-queries.ts';
import type { TaskSource } from './session-tasks.ts';
import { stableOrder } from './stable-order.ts';
import { pickTasks } from './task-rows.ts';
import { flagged } from './trace-labels.ts';
import { tracedTasks } from './traced-tasks.ts';

/**
 * The tasks of a trial that touch [fromNs, toNs] while they run. One whose end nobody saw is there where it
 * began, as in the strips; one that never started is nowhere.
 */
export function tasksWithin(
  { tasks, threadRows }: TaskSource,
  { trial, lanes, fromNs, toNs, limit }: TasksWithinQuery,
): TasksWithin {
  const { rows, spans } = tasks;
  const span = spans[trial];
  const isWanted = lanes === undefined ? null : flagged(lanes);
  const found: number[] = [];
  let total = 0;
  for (let row = span?.firstRow ?? 0; row < (span?.endRow ?? 0); row += 1) {
    const start = rows.start[row] ?? Number.NaN;
    const end = rows.end[row] ?? Number.NaN;
    if (!(start <= toNs) || (Number.isNaN(end) ? start : end) < fromNs || rows.trial[row] !== trial) continue;
    if (isWanted !== null && isWanted[rows.lane[row] ?? 0] !== 1) continue;
    total += 1;
    if (total <= limit) found.push(row);
  }
  if (total > limit) return { total, tasks: null, traced: null };
  const starts = Float64Array.from(found, (row) => rows.start[row] ?? Number.NaN);
  const order = stableOrder(starts, false).map((position) => found[position] ?? 0);
  return { total, tasks: pickTasks(rows, order), traced: tracedTasks(tasks, threadRows, order) };
}
