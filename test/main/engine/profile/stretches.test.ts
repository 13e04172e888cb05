import { array, assert, nat, property, tuple, uniqueArray } from 'fast-check';
import { expect, it } from 'vitest';
import { Stretches } from '../../../../src/main/engine/profile/stretches.ts';

/** Whole nanoseconds, so that what is on a core and in a stretch can be counted one by one. */
const lengthNs = 120;
const anySpan = tuple(nat(lengthNs), nat(lengthNs)).map(([a, b]) => ({
  start: Math.min(a, b),
  end: Math.max(a, b),
}));

/** One after the other, as the slices of a thread are. */
const anySlices = uniqueArray(nat(lengthNs), { maxLength: 20 })
  .map((times) => times.sort((a, b) => a - b))
  .map((times) =>
    times.flatMap((start, at) => (at % 2 === 0 ? [{ start, end: times[at + 1] ?? lengthNs }] : [])),
  );

const covers = (spans: readonly { readonly start: number; readonly end: number }[], ns: number): boolean =>
  spans.some(({ start, end }) => start <= ns && ns < end);

it('is what a thread was on a core within the union of its stretches, each nanosecond once, and adds up over pieces of time', () => {
  assert(
    property(array(anySpan, { maxLength: 12 }), anySlices, nat(lengthNs), (spans, slices, cut) => {
      const sumWithin = (from: number, to: number): number => {
        const stretches = new Stretches(from, to);
        for (const { start, end } of spans) stretches.add('api', 0, start, end);
        stretches.addSlices(
          {
            thread: new Uint32Array(slices.length).fill(1),
            start: Float64Array.from(slices, ({ start }) => start),
            end: Float64Array.from(slices, ({ end }) => end),
          },
          Int32Array.of(-1, 0),
        );
        return stretches.sums().get('api') ?? 0;
      };
      const expected = Array.from({ length: lengthNs + 1 }, (_, ns) => ns).filter(
        (ns) => covers(spans, ns) && covers(slices, ns),
      ).length;
      expect(sumWithin(-Infinity, Infinity)).toBe(expected);
      expect(sumWithin(-Infinity, cut) + sumWithin(cut, Infinity)).toBe(expected);
    }),
  );
});

it('leaves out a stretch of which an end is not known', () => {
  const stretches = new Stretches(-Infinity, Infinity);
  stretches.add('api', 0, 1, Number.NaN);
  stretches.addSlices(
    { thread: Uint32Array.of(0), start: Float64Array.of(0), end: Float64Array.of(9) },
    Int32Array.of(0),
  );
  expect(stretches.sums().get('api') ?? 0).toBe(0);
});
