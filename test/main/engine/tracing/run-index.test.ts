import { array, assert, constantFrom, integer, nat, oneof, property, record as fields } from 'fast-check';
import { expect, it } from 'vitest';
import { RunIndex } from '../../../../src/main/engine/tracing/run-index.ts';

/** Few keys, so that most are met again; some beyond 32 bits, and some that fall on the same place of the table. */
const anyKey = oneof(
  nat(30),
  nat(30).map((key) => key * 4096),
  integer({ min: 2 ** 40, max: 2 ** 40 + 10 }),
);
const anyStep = fields({ does: constantFrom('set', 'take', 'ask'), key: anyKey });

it('gives the run of a key once, and takes none that comes after it was missed', () => {
  assert(
    property(array(anyStep, { maxLength: 300 }), (steps) => {
      const index = new RunIndex();
      const runs = new Map<number, number>();
      const missed = new Set<number>();
      for (const [at, { does, key }] of steps.entries()) {
        if (does === 'set') {
          index.set(key, { file: key % 7, record: at + 1 });
          if (!missed.has(key)) runs.set(key, at + 1);
        } else if (does === 'take') {
          const run = runs.get(key);
          expect(index.take(key)).toEqual(run === undefined ? null : { file: key % 7, record: run });
          if (run === undefined) missed.add(key);
          runs.delete(key);
        } else expect(index.has(key)).toBe(runs.has(key));
      }
      expect(index.size).toBe(runs.size + missed.size);
      const rest = Array.from(index.rest(), ({ record }) => record).sort((a, b) => a - b);
      expect(rest).toEqual([...runs.values()].sort((a, b) => a - b));
    }),
    { numRuns: 300 },
  );
});
