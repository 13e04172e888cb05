import { array, assert, constantFrom, nat, oneof, property, record as fields } from 'fast-check';
import { expect, it } from 'vitest';
import { PairTable } from '../../../../src/main/engine/store/pair-table.ts';

/** Few of them, so that most are met again; some fall on the same place of the table. */
const anyNumber = oneof(
  nat(4),
  nat(8).map((number) => number * 4096),
  constantFrom(2 ** 32 - 1),
);
const anyStep = fields({ does: constantFrom('set', 'delete', 'get'), high: anyNumber, low: anyNumber });

it('keeps numbers by pairs as a map does', () => {
  assert(
    property(array(anyStep, { maxLength: 400 }), (steps) => {
      const table = new PairTable();
      const expected = new Map<string, number>();
      for (const [at, { does, high, low }] of steps.entries()) {
        const key = `${high} ${low}`;
        if (does === 'set') {
          table.set(high, low, at);
          expected.set(key, at);
        } else if (does === 'delete') {
          table.delete(high, low);
          expected.delete(key);
        } else expect(table.get(high, low)).toBe(expected.get(key) ?? Number.NaN);
        expect(table.size).toBe(expected.size);
      }
      expect([...table.values()].toSorted((a, b) => a - b)).toEqual(
        [...expected.values()].toSorted((a, b) => a - b),
      );
    }),
    { numRuns: 300 },
  );
});
