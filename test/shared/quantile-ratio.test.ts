import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogHistogram } from '../../src/shared/log-histogram.ts';
import { quantileOf, ratioOfQuantiles } from '../../src/shared/quantile-ratio.ts';
import { quantile } from '../../src/shared/statistics.ts';
import { noiseFrom } from './noise.ts';

function binned(values: readonly number[]): LogHistogram {
  const histogram = new LogHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

describe('durations in bins', () => {
  it('have the quantiles of the durations, within a quarter of a percent', () => {
    const durations = fc.array(fc.double({ min: 1, max: 1e12, noNaN: true }), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const told = quantileOf(binned(values), share) ?? Number.NaN;
        expect(told / (quantile(values, share) ?? Number.NaN)).toBeCloseTo(1, 2.3);
      }),
    );
  });

  it('keep every duration, the shortest and the longest included, and leave out what is not known', () => {
    const histogram = binned([0, 0.5, 1, 1e13, 1e15, Number.NaN]);
    expect(histogram.total).toBe(5);
    expect(histogram.coarser(50, 0, 13_000).reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(quantileOf(new LogHistogram(), 0.5)).toBeNull();
  });
});

describe('the ratio of quantiles', () => {
  it.each([
    { share: 0.5, least: 6 },
    { share: 0.95, least: 72 },
    { share: 0.99, least: 368 },
  ])('has an interval of the quantile $share from $least values on', ({ share, least }) => {
    const { tailed } = noiseFrom(1);
    const few = binned(tailed(1e6, 1, least - 1));
    const enough = binned(tailed(1e6, 1, least));
    expect(ratioOfQuantiles(few, few, share)).toMatchObject({ low: null, high: null });
    expect(ratioOfQuantiles(enough, enough, share)?.low).toBeLessThan(1);
  });

  it('is 1 between equal groups, turns round with them, and grows with a factor', () => {
    const { tailed } = noiseFrom(2);
    const a = tailed(1e6, 0.3, 500);
    const slower = binned(a.map((ns) => ns * 1.5));
    const one = ratioOfQuantiles(slower, binned(a), 0.5);
    const other = ratioOfQuantiles(binned(a), slower, 0.5);
    expect(one?.ratio).toBeCloseTo(1.5, 2);
    expect(one?.low).toBeGreaterThan(1.4);
    expect(one?.low).toBeCloseTo(1 / (other?.high ?? Number.NaN), 10);
    expect(ratioOfQuantiles(binned(a), binned(a), 0.95)?.ratio).toBe(1);
  });

  it.each([
    { count: 60, share: 0.5 },
    { count: 400, share: 0.95 },
    { count: 1500, share: 0.99 },
  ])('holds the true ratio as often as promised for $share of $count tasks', ({ count, share }) => {
    const { tailed } = noiseFrom(17);
    let held = 0;
    for (let round = 0; round < 300; round++) {
      const found = ratioOfQuantiles(binned(tailed(2e6, 1, count)), binned(tailed(1e6, 1, count)), share);
      if ((found?.low ?? 9) <= 2 && (found?.high ?? 0) >= 2) held++;
    }
    expect(held / 300).toBeGreaterThanOrEqual(0.93);
  });

  it('is found among a million tasks as among a thousand', () => {
    const { around } = noiseFrom(4);
    const many = binned(around(1e6, 0.2, 1_000_000));
    const alike = binned(around(1.01e6, 0.2, 1_000_000));
    const found = ratioOfQuantiles(alike, many, 0.5);
    expect(found?.low).toBeGreaterThan(1);
    expect(found?.high).toBeLessThan(1.02);
  });
});
