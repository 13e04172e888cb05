import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputTail } from '../../../../src/main/engine/live/output-tail.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';

const row = (text: string) => ({ trial: 0, time: asNanoseconds(1), stream: 'stdout' as const, text });

it('keeps the end of what it is given, within its limits', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ maxLength: 12 }))), (batches) => {
      const tail = new OutputTail(5, 20);
      for (const batch of batches) tail.add(batch.map(row));
      const kept = tail.all();
      const text = kept.map((each) => each.text).join('');
      expect(kept.length).toBeLessThanOrEqual(5);
      expect(text.length).toBeLessThanOrEqual(20);
      expect(batches.flat().join('').endsWith(text)).toBe(true);
    }),
  );
});

it('keeps the end of a piece that is too long alone, and is empty once it was taken', () => {
  const tail = new OutputTail(5, 4);
  tail.add([row('123456')]);
  expect(tail.take().map(({ text }) => text)).toEqual(['3456']);
  expect(tail.all()).toEqual([]);
  tail.add([row('1234')]);
  expect(tail.all()).toHaveLength(1);
});
