import { describe, expect, it } from 'vitest';
import { RecordCache } from '../../../../src/main/engine/tracing/record-cache.ts';
import { slotBytes } from '../../../../src/shared/trace-format.ts';

/** Files of so many records, each of which holds its number; how often they were read. */
class CountedFiles {
  reads = 0;
  records = 100_000;

  readonly read = (file: number, bytes: Uint8Array, first: number): number => {
    this.reads += 1;
    const words = new Uint32Array(bytes.buffer);
    const there = Math.min(bytes.length / slotBytes, this.records - first);
    for (let index = 0; index < there; index += 1)
      words[(index * slotBytes) / 4] = file * 1e6 + first + index;
    return there;
  };
}

describe('records that are read again', () => {
  it('are read block by block when the tasks of many workers end in turn', () => {
    const files = new CountedFiles();
    const cache = new RecordCache<number>(files.read);
    const workers = Array.from({ length: 60 }, (_, worker) => worker);
    for (let record = 1; record < 300; record += 1) {
      for (const worker of workers) {
        const found = cache.at(cache.numberOf(worker), record);
        expect(found?.slots.word(found.index, 0)).toBe(worker * 1e6 + record);
      }
    }
    // 3 blocks of 128 records, of each worker.
    expect(files.reads).toBe(60 * 3);
  });

  it('are held of so many blocks at most, however many files there are', () => {
    const files = new CountedFiles();
    const cache = new RecordCache<number>(files.read);
    for (let worker = 0; worker < 3000; worker += 1) {
      const found = cache.at(cache.numberOf(worker), worker);
      expect(found?.slots.word(found.index, 0)).toBe(worker * 1e6 + worker);
      expect(cache.held).toBeLessThanOrEqual(128);
    }
  });

  it('are read anew when one of them was written since, and are none beyond the end of the file', () => {
    const files = new CountedFiles();
    const cache = new RecordCache<number>(files.read);
    const file = cache.numberOf(7);
    files.records = 10;
    expect(cache.at(file, 12)).toBeNull();
    files.records = 20;
    expect(cache.at(file, 12)).toBeNull();
    cache.written(file, 12);
    const found = cache.at(file, 12);
    expect(found?.slots.word(found.index, 0)).toBe(7e6 + 12);
  });
});
