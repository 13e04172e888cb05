import type { StreamBatch } from '../../../shared/session.ts';
import type { StepsWithin, StepsWithinQuery } from '../../../shared/session-queries.ts';
import type { OpenedSession } from './opened-session.ts';
import { rowsWithin } from './rows-within.ts';

/** When coroutines ran on their loops, with the lanes of their tasks, so that they can be drawn on these. */
export function stepsWithin({ reader, tasks }: OpenedSession, query: StepsWithinQuery): StepsWithin {
  // A recording that was cut off may have steps of a task that it did not come to store.
  const isStored = ({ task }: StreamBatch<'steps'>, row: number): boolean =>
    tasks.rowOf(task[row] ?? 0) !== -1;
  const { total, rows: steps } = rowsWithin(reader, 'steps', query, isStored);
  return {
    total,
    steps,
    lanes: Uint16Array.from(steps?.task ?? [], (task) => tasks.rows.lane[tasks.rowOf(task)] ?? 0),
  };
}
