import type { SessionReader, StreamBatch } from '../../../shared/session.ts';
import { columnOf, isBatchOf, newColumn } from '../store/columns.ts';
import type { Columns } from '../store/columns.ts';
import { streamLayouts } from '../store/format.ts';

/**
 * All that was traced, in the order of the tasks: 81 bytes a task. Rows come in another order than their tasks, as a task that was
 * submitted within another one waits for that to settle. `site` 0: nothing was traced of this task. `rowOf`: the place of the task of a
 * number among `count`; −1: none.
 */
export function readTraced(
  reader: SessionReader,
  count: number,
  rowOf: (task: number) => number,
): StreamBatch<'traced'> {
  const columns: Columns = Object.fromEntries(
    streamLayouts.traced.columns.map(([name, kind]) => {
      const column = newColumn(kind, count);
      // What is not known of a time or a size is NaN, of a number 0.
      if (column instanceof Float64Array) column.fill(Number.NaN);
      return [name, column];
    }),
  );
  for (const batch of reader.batches('traced')) {
    const places = Int32Array.from(batch.task, rowOf);
    const first = places[0] ?? -1;
    // Most batches are rows of tasks that follow each other, which costs a tenth.
    const isRun = first >= 0 && places.every((place, at) => place === first + at);
    for (const [name, values] of Object.entries(batch)) {
      const column = columnOf(columns, name);
      if (isRun) {
        column.set(values, first);
        continue;
      }
      for (let at = 0; at < places.length; at += 1) {
        const row = places[at] ?? -1;
        if (row !== -1) column[row] = values[at] ?? 0;
      }
    }
  }
  if (!isBatchOf('traced', columns)) throw new RangeError('the rows of traced lack columns');
  return columns;
}
