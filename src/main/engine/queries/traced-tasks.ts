import type { DetailRows } from '../../../shared/session.ts';
import type { TracedTasks } from '../../../shared/session-queries.ts';
import { isBatchOf, pickRows } from '../store/columns.ts';
import type { SessionTasks, ThreadRows } from './session-tasks.ts';
import type { SessionTraces } from './session-traces.ts';

/** What was traced of the tasks in these rows, in their order; null: nothing of the session's tasks. */
export function tracedTasks(
  { traces, rows: tasks }: SessionTasks,
  threadRow: ThreadRows,
  order: Uint32Array,
): TracedTasks | null {
  if (traces === null) return null;
  const rows = pickRows(traces.rows, order);
  if (!isBatchOf('traced', rows)) throw new RangeError('the rows of traced lack columns');
  const submitters = new Uint32Array(order.length);
  const threads = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    submitters[at] = threadRow(rows.submit_pid[at] ?? 0, rows.submit_tid[at] ?? 0) + 1;
    if (Number.isNaN(tasks.start[row])) continue;
    threads[at] = threadRow(rows.worker_pid[at] ?? 0, tasks.tid[row] ?? 0) + 1;
  }
  return { rows, names: namesOf(traces, [rows.name, rows.error]), submitters, threads };
}

/** The rows of names with these numbers, each once. */
export function namesOf(
  { texts }: Pick<SessionTraces, 'texts'>,
  columns: readonly Uint32Array[],
): readonly DetailRows['names'][] {
  const numbers = new Set<number>();
  for (const column of columns) for (const number of column) numbers.add(number);
  return [...numbers].flatMap((number) => {
    const text = texts.get(number);
    return text === undefined ? [] : [{ number, text }];
  });
}
