import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/shared/random.ts';
import { mean, median, medianRatio, percentiles, quantile } from '../../src/shared/statistics.ts';

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });
const samples = fc.array(finite, { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('quantiles', () => {
  it('agree with definition 7 worked by hand', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([10, 20, 30], 0.95)).toBeCloseTo(29);
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('leave out what is not known, and know nothing of nothing', () => {
    expect(percentiles(Float64Array.of(Number.NaN, 5, Number.NaN))).toEqual({ p50: 5, p95: 5, p99: 5 });
    expect(percentiles(new Float64Array())).toEqual({ p50: null, p95: null, p99: null });
    expect(median([Number.NaN])).toBeNull();
    expect(mean([])).toBeNull();
    expect(mean([1, Number.NaN, 3])).toBe(2);
  });

  it('do not change the values they are given', () => {
    const values = Float64Array.of(3, 1, 2);
    percentiles(values);
    expect([...values]).toEqual([3, 1, 2]);
  });

  it('lie between the least and the greatest sample and grow with the share', () => {
    fc.assert(
      fc.property(samples, share, share, (values, one, other) => {
        const low = quantile(values, Math.min(one, other)) ?? Number.NaN;
        const high = quantile(values, Math.max(one, other)) ?? Number.NaN;
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('do not depend on the order of the samples', () => {
    fc.assert(
      fc.property(samples, share, (values, at) => {
        expect(quantile(values.toReversed(), at)).toBe(quantile(values, at));
      }),
    );
  });

  it('move with a shift and grow with a factor', () => {
    fc.assert(
      fc.property(
        samples,
        finite,
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        (values, shift, factor) => {
          const centre = median(values) ?? Number.NaN;
          const moved = median(values.map((value) => value * factor + shift)) ?? Number.NaN;
          expect(Math.abs(moved - (centre * factor + shift))).toBeLessThan(1e-3);
        },
      ),
    );
  });
});

describe('the ratio of two medians', () => {
  const positive = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });

  it('lies within its interval, and the interval within what the samples allow', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const found = medianRatio(a, b, { confidence: 0.95, resamples: 100, seed: 7 });
        expect(found).not.toBeNull();
        if (found === null) return;
        expect(found.low).toBeLessThanOrEqual(found.ratio);
        expect(found.high).toBeGreaterThanOrEqual(found.ratio);
        expect(found.low).toBeGreaterThanOrEqual((Math.min(...a) / Math.max(...b)) * (1 - 1e-12));
        expect(found.high).toBeLessThanOrEqual((Math.max(...a) / Math.min(...b)) * (1 + 1e-12));
      }),
      { numRuns: 50 },
    );
  });

  it('is found again with the same seed', () => {
    const a = [1.1, 1.2, 0.9, 1.05];
    const b = [2.2, 2.1, 1.9, 2.3];
    expect(medianRatio(a, b)).toEqual(medianRatio(a, b));
  });

  it('has no interval to speak of when the samples do not vary', () => {
    expect(medianRatio([4, 4, 4], [2, 2, 2])).toEqual({ ratio: 2, low: 2, high: 2 });
  });

  it('is unknown without samples or over a median of zero', () => {
    expect(medianRatio([], [1])).toBeNull();
    expect(medianRatio([1], [Number.NaN])).toBeNull();
    expect(medianRatio([1, 2], [0, 0])).toBeNull();
  });

  it.each([
    { group: 5, least: 0.9 },
    { group: 9, least: 0.91 },
    { group: 25, least: 0.92 },
  ])('covers the true ratio as often as promised with $group samples a group', ({ group, least }) => {
    const random = seededRandom(42);
    // Log-normal noise around 100 and 80 (Box–Muller): the medians are exactly these, the ratio 1.25.
    const noisy = (centre: number) =>
      Array.from(
        { length: group },
        () =>
          centre * Math.exp(0.1 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())),
      );
    const rounds = 400;
    let covered = 0;
    for (let round = 0; round < rounds; round++) {
      const found = medianRatio(noisy(100), noisy(80), { confidence: 0.95, resamples: 400, seed: round });
      if (found !== null && found.low <= 1.25 && found.high >= 1.25) covered++;
    }
    expect(covered / rounds).toBeGreaterThanOrEqual(least);
  });
});
