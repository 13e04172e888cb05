import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { seededRandom } from '../../../../src/shared/random.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { memoryBatch, ownFolder, record, sliceBatch } from './sessions.ts';

const columns = ['ready', 'start', 'end', 'core', 'thread'] as const;

async function recorded(): Promise<string> {
  const path = join(ownFolder(), 'columns.corelane');
  const random = seededRandom(5);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  // More than one full chunk, and one of the other coding.
  const rows = Array.from({ length: 40_000 }, (_, row) => {
    const start = row * 1000 + upTo(900) + (row > 39_000 ? 0.5 : 0);
    const ready = random() < 0.2 ? Number.NaN : start - upTo(row % 100 === 0 ? 2 ** 40 : 5000);
    return { ready, start, end: start + upTo(3000), core: upTo(4), thread: upTo(300) };
  });
  const writer = await record(path);
  writer.append('slices', sliceBatch(rows));
  writer.append('memory', memoryBatch([1, 2, 3]));
  await writer.finish({ complete: true });
  return path;
}

describe('columns of rows', () => {
  it('are those of whole rows, of all chunks and of a range', async () => {
    const reader = openSession(await recorded());
    const range = { from: asNanoseconds(5e6), to: asNanoseconds(6e6) };
    for (const query of [{}, range]) {
      const whole = [...reader.batches('slices', query)].map(({ ready, start, end, core, thread }) => {
        return { ready, start, end, core, thread };
      });
      const parts = [...reader.columnBatches('slices', { ...query, columns })];
      expect(parts).toMatchObject(whole);
    }
    const [ends] = reader.columnBatches('slices', { columns: ['end'] });
    expect(Object.keys(ends ?? {})).toEqual(['end']);
    const [memory] = reader.columnBatches('memory', { columns: ['pid'] });
    expect(memory).toMatchObject({ pid: Uint32Array.of(1, 1, 1) });
    reader.close();
  });

  it('hold the same rows when any order will do', async () => {
    const reader = openSession(await recorded());
    const rowsOf = (anyOrder: boolean): string[] =>
      [...reader.columnBatches('slices', { columns, anyOrder })]
        .flatMap((batch) =>
          Array.from(batch.start, (_, row) => columns.map((name) => batch[name][row]).join(' ')),
        )
        .toSorted();
    expect(rowsOf(true)).toEqual(rowsOf(false));
    reader.close();
  });
});
