import { array, assert, integer, nat, property, record as fields } from 'fast-check';
import { expect, it } from 'vitest';
import { OnCoreTime } from '../../../../src/main/engine/sampling/on-core-time.ts';
import { anySchedule, threads } from '../scheduling/any-schedule.ts';

const anyWindow = fields({ thread: integer({ min: -1, max: threads - 1 }), start: nat(80), length: nat(30) });

it('is what each window and the slices of its thread have in common, whether windows overlap or not', () => {
  assert(
    property(array(anyWindow, { maxLength: 30 }), anySchedule, nat(40), (windows, slices, cut) => {
      const onCore = new OnCoreTime(
        Int32Array.from(windows, ({ thread }) => thread),
        Float64Array.from(windows, ({ start }) => start),
        Float64Array.from(windows, ({ start, length }) => start + length),
      );
      // Rows of threads are numbered the other way round, and there are some of other threads.
      const slotOf = Int32Array.from({ length: threads + 1 }, (_, row) => threads - 1 - row);
      for (const part of [slices.slice(0, cut), slices.slice(cut)]) {
        onCore.add(
          {
            thread: Uint32Array.from(part, ({ thread }) => threads - 1 - thread),
            start: Float64Array.from(part, ({ start }) => start),
            end: Float64Array.from(part, ({ end }) => end),
          },
          slotOf,
        );
      }
      const expected = windows.map(({ thread, start, length }) =>
        slices
          .filter((slice) => slice.thread === thread)
          .reduce(
            (sum, slice) =>
              sum + Math.max(0, Math.min(slice.end, start + length) - Math.max(slice.start, start)),
            0,
          ),
      );
      expect([...onCore.sums]).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
