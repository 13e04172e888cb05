import type { SessionReader, TaskBatch } from '../../../shared/session.ts';
import { columnOf, isBatchOf, newColumn, pickRows, sliceRows } from '../store/columns.ts';
import type { Columns } from '../store/columns.ts';
import { streamLayouts } from '../store/format.ts';

/**
 * All tasks of a session in order of recording: 61 bytes a row, 61 MB for a million. The columns are made
 * in their final size and filled chunk by chunk, so that loading never holds the rows twice.
 */
export function loadTaskRows(reader: SessionReader): TaskBatch {
  const { columns: kinds } = streamLayouts.tasks;
  const count = reader.count('tasks');
  const columns: Columns = Object.fromEntries(kinds.map(([name, kind]) => [name, newColumn(kind, count)]));
  let filled = 0;
  for (const batch of reader.batches('tasks')) {
    // What a recorder added since the count is for the next question.
    const taken = Math.min(batch.index.length, count - filled);
    for (const [name, values] of Object.entries(batch)) {
      columnOf(columns, name).set(values.subarray(0, taken), filled);
    }
    filled += taken;
  }
  return asTasks(filled === count ? columns : sliceRows(columns, 0, filled));
}

/** Where the task of a number is among the rows; −1: nowhere. */
export type TaskRowOf = (task: number) => number;

/** A profile's tasks are numbered by their rows. Of tasks of several trials, that of the last one is found. */
export function rowsByIndex({ index }: TaskBatch): TaskRowOf {
  if (index.every((number, row) => number === row)) return (task) => (task < index.length ? task : -1);
  const rows = new Map(Array.from(index, (number, row) => [number, row]));
  return (task) => rows.get(task) ?? -1;
}

/** The rows at `order`, in that order, in columns of their own. */
export const pickTasks = (rows: TaskBatch, order: Uint32Array): TaskBatch => asTasks(pickRows(rows, order));

function asTasks(columns: Columns): TaskBatch {
  if (!isBatchOf('tasks', columns)) throw new RangeError('the rows of tasks lack columns');
  return columns;
}
