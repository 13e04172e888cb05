import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestLoad, meanLoad } from '../../../../src/renderer/charts/core-load-series.ts';
import { CoreLoadRecord } from '../../../../src/renderer/panels/live/core-load-record.ts';
import { readingsOf } from './live-rows.ts';

const ms = 1e6;

describe('the load of the cores so far', () => {
  it('is shared out over the buckets that a reading covers', () => {
    const record = new CoreLoadRecord();
    record.add(
      readingsOf([
        [100 * ms, 2, 1],
        [250 * ms, 2, 0.5],
      ]),
    );
    const { cores, timesNs, busy } = record.series();
    expect(cores).toEqual([2]);
    expect(timesNs[0]).toBe(50 * ms);
    expect(busy[0]).toBe(1);
    expect(busy[1]).toBe(0.5);
    expect(busy[2]).toBe(0.5);
    expect(busy[3]).toBeNaN();
  });

  it('keeps a row per core, ascending, whichever reports first', () => {
    const record = new CoreLoadRecord();
    record.add(
      readingsOf([
        [20 * ms, 5, 1],
        [20 * ms, 1, 0],
        [120 * ms, 5, 1],
        [120 * ms, 1, 0.25],
      ]),
    );
    const series = record.series();
    expect(series.cores).toEqual([1, 5]);
    expect(latestLoad(series, 0)).toBe(0.25);
    expect(latestLoad(series, 1)).toBe(1);
  });

  it('knows nothing before the first reading', () => {
    expect(new CoreLoadRecord().series().cores).toEqual([]);
  });

  it('takes the same room after an hour, and keeps the mean', () => {
    const load = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 400 });
    fc.assert(
      fc.property(load, fc.integer({ min: 20, max: 10_000 }), (shares, stepMs) => {
        const record = new CoreLoadRecord();
        // The first reading says nothing about how long it was, so the mean is that of the ones after it.
        record.add(readingsOf([[0, 0, 0]]));
        record.add(readingsOf(shares.map((busy, index) => [(index + 1) * stepMs * ms, 0, busy] as const)));
        const series = record.series();
        expect(series.timesNs).toHaveLength(300);
        expect(record.endNs).toBeGreaterThanOrEqual(shares.length * stepMs * ms);
        for (const share of series.busy) {
          if (!Number.isNaN(share)) expect(share).toBeLessThanOrEqual(1 + 1e-6);
        }
        const bucketNs = record.endNs / 300;
        let total = 0;
        for (const [bucket, share] of series.busy.entries()) {
          const knownNs = Math.min(bucketNs, shares.length * stepMs * ms - bucket * bucketNs);
          if (knownNs > 0) total += share * knownNs;
        }
        const expected = shares.reduce((sum, share) => sum + share * stepMs * ms, 0);
        expect(Math.abs(total - expected)).toBeLessThanOrEqual(1e-5 * (expected + 1));
        expect(meanLoad(series, 0)).not.toBeNull();
      }),
    );
  });
});
