import { array, assert, boolean, nat, property, record as shape } from 'fast-check';
import { expect, it } from 'vitest';
import { HeldSteps } from '../../../../src/main/engine/tracing/held-steps.ts';

const anyUse = array(shape({ record: nat(5), takes: boolean(), steps: nat(700) }), {
  maxLength: 20,
});

it('gives each record its steps in the order in which they came, once, however room is used again', () => {
  assert(
    property(anyUse, (uses) => {
      const held = new HeldSteps();
      const expected = new Map<number, number[]>();
      let time = 0;
      for (const { record, takes, steps } of uses) {
        for (let step = 0; step < steps; step += 1) {
          held.add(record, (time += 1), time + 0.5);
          expected.set(record, [...(expected.get(record) ?? []).slice(), time]);
        }
        if (!takes) continue;
        const given: number[] = [];
        held.take(record, (start, end) => {
          expect(end).toBe(start + 0.5);
          given.push(start);
        });
        expect(given).toEqual(expected.get(record) ?? []);
        expected.delete(record);
      }
      expect(held.held).toBe([...expected.values()].reduce((sum, starts) => sum + starts.length, 0));
    }),
    { numRuns: 20 },
  );
});
