import { outcomes } from '../../../shared/session.ts';
import type { FoundTask, FoundTasks, FoundTasksQuery } from '../../../shared/session-queries.ts';
import { knownOrNull } from './known.ts';
import type { SessionTasks } from './session-tasks.ts';
import { rowsMatching } from './task-filter.ts';
import { stableOrder } from './stable-order.ts';
import { matchText } from './task-match.ts';
import type { Names } from './task-match.ts';

/** The tasks a search means, the first of them by start; those that never started come last. */
export function findTasks(tasks: SessionTasks, names: Names, { text, limit }: FoundTasksQuery): FoundTasks {
  const { rows } = tasks;
  const found = rowsMatching(rows, matchText(text, rows, names));
  const starts = Float64Array.from(found, (row) => rows.start[row] ?? Number.NaN);
  const first = stableOrder(starts, false).subarray(0, limit);
  return {
    total: found.length,
    tasks: Array.from(first, (position) => foundTask(tasks, found[position] ?? 0)),
  };
}

const foundTask = ({ rows, traces }: SessionTasks, row: number): FoundTask => ({
  trial: rows.trial[row] ?? 0,
  index: rows.index[row] ?? 0,
  lane: rows.lane[row] ?? 0,
  startNs: knownOrNull(rows.start[row]),
  endNs: knownOrNull(rows.end[row]),
  outcome: outcomes[rows.outcome[row] ?? 0] ?? 'lost',
  name: traces?.nameAt(row) ?? '',
});
