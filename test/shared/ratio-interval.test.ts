import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioOfRepeats } from '../../src/shared/ratio-interval.ts';
import { repeatsNeeded } from '../../src/shared/repeats-needed.ts';
import { noiseFrom } from './noise.ts';

const repeats = (least: number) =>
  fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: least, maxLength: 12 });
const quick = (seed: number) => ({ confidence: 0.95, resamples: 400, seed });

describe('the ratio of repeats', () => {
  it('needs two repeats of each, above zero', () => {
    expect(ratioOfRepeats([1], [1, 2])).toBeNull();
    expect(ratioOfRepeats([], [])).toBeNull();
    expect(ratioOfRepeats([1, 2], [0, 1])).toBeNull();
    expect(ratioOfRepeats([2, 2], [1, 1])).toMatchObject({ ratio: 2, low: 2, high: 2 });
  });

  it('is the bootstrap from five repeats in both groups on', () => {
    const { around } = noiseFrom(1);
    expect(ratioOfRepeats(around(1, 0.1, 5), around(1, 0.1, 5))?.method).toBe('bootstrap');
    expect(ratioOfRepeats(around(1, 0.1, 4), around(1, 0.1, 9))?.method).toBe('wider-of-bootstrap-and-welch');
  });

  it('lies within its interval, and finds no difference between equal groups', () => {
    fc.assert(
      fc.property(repeats(2), repeats(2), (a, b) => {
        const found = ratioOfRepeats(a, b, quick(5));
        expect(found?.low).toBeLessThanOrEqual(found?.ratio ?? Number.NaN);
        expect(found?.high).toBeGreaterThanOrEqual(found?.ratio ?? Number.NaN);
        const same = ratioOfRepeats(a, a, quick(5));
        expect(same?.low).toBeLessThanOrEqual(1);
        expect(same?.high).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(repeats(2), repeats(2), fc.double({ min: 0.001, max: 1000, noNaN: true }), (a, b, unit) => {
        const scale = (values: number[]) => values.map((value) => value * unit);
        const one = ratioOfRepeats(a, b, quick(2));
        const other = ratioOfRepeats(scale(a), scale(b), quick(2));
        expect((other?.low ?? 0) / (one?.low ?? 0)).toBeCloseTo(1, 6);
        expect((other?.high ?? 0) / (one?.high ?? 0)).toBeCloseTo(1, 6);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    { a: 2, b: 2, least: 0.94 },
    { a: 3, b: 3, least: 0.93 },
    { a: 4, b: 4, least: 0.93 },
    { a: 5, b: 5, least: 0.93 },
    { a: 3, b: 10, least: 0.91 },
    { a: 12, b: 12, least: 0.93 },
  ])('holds the true ratio as often as promised with $a against $b repeats', ({ a, b, least }) => {
    const shapes = [
      ({ around }: ReturnType<typeof noiseFrom>) => [around(125, 0.1, a), around(100, 0.1, b)] as const,
      ({ tailed }: ReturnType<typeof noiseFrom>) => [tailed(125, 0.5, a), tailed(100, 0.5, b)] as const,
    ];
    for (const shape of shapes) {
      const noise = noiseFrom(42);
      let held = 0;
      const rounds = 500;
      for (let round = 0; round < rounds; round++) {
        const [top, bottom] = shape(noise);
        const found = ratioOfRepeats(top, bottom, quick(round));
        if (found !== null && found.low <= 1.25 && found.high >= 1.25) held++;
      }
      expect(held / rounds).toBeGreaterThanOrEqual(least);
    }
  });

  it('finds a difference that is far beyond the noise, with three repeats', () => {
    const { around } = noiseFrom(7);
    let found = 0;
    for (let round = 0; round < 200; round++) {
      const ratio = ratioOfRepeats(around(130, 0.02, 3), around(100, 0.02, 3), quick(round));
      if ((ratio?.low ?? 0) > 1) found++;
    }
    expect(found / 200).toBeGreaterThan(0.97);
  });
});

const needed = (spread: number, difference: number) =>
  repeatsNeeded([1, Math.exp(spread)], [1, Math.exp(spread)], {
    difference,
    power: 0.8,
    confidence: 0.95,
  }) ?? 0;

describe('the repeats that are needed', () => {
  it('are more with more noise, and fewer for larger differences', () => {
    expect(needed(0.1, 0.05)).toBeGreaterThan(needed(0.05, 0.05));
    expect(needed(0.1, 0.05)).toBeGreaterThan(needed(0.1, 0.2));
    expect(needed(0, 0.05)).toBe(4);
  });

  it('are not known where nothing shows a spread', () => {
    expect(repeatsNeeded([1], [2])).toBeNull();
    expect(repeatsNeeded([0, 1], [2, 1])).toBeNull();
    expect(repeatsNeeded([1], [2, 2.1])).not.toBeNull();
  });

  it.each([0.02, 0.04])('find 5 percent in four of five comparisons when repeats vary by %d', (spread) => {
    const { around } = noiseFrom(9);
    const pilot = [1, Math.exp(spread * Math.SQRT2)];
    const count = repeatsNeeded(pilot, pilot) ?? 0;
    let found = 0;
    for (let round = 0; round < 250; round++) {
      const ratio = ratioOfRepeats(around(105, spread, count), around(100, spread, count), quick(round));
      if ((ratio?.low ?? 0) > 1) found++;
    }
    expect(found / 250).toBeGreaterThan(0.78);
  });
});
