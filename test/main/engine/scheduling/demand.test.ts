import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsOf, resample } from '../../../../src/main/engine/scheduling/buckets.ts';
import { Demand } from '../../../../src/main/engine/scheduling/demand.ts';
import { worthSeeing } from '../../../../src/main/engine/scheduling/worth-seeing.ts';
import { anySchedule, cores, momentOf, sliceColumns, threads, ticks } from './any-schedule.ts';
import type { AnySlice } from './any-schedule.ts';

/** Threads 0 and 1 are the workload's; nobody told of the last one. */
const isWorkload = Uint8Array.of(1, 1, 0);

function demandOf(slices: readonly AnySlice[], fromNs: number, toNs: number, width: number): Demand {
  const demand = new Demand(bucketsOf(fromNs, toNs, width));
  demand.add(sliceColumns(slices), isWorkload);
  return demand;
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

describe('the demand for cores', () => {
  it('is what each core did and how many of the workload were on one or ready, bucket by bucket', () => {
    const bucketNs = 5;
    fc.assert(
      fc.property(anySchedule, fc.nat(30), fc.integer({ min: 1, max: 12 }), (slices, fromNs, width) => {
        const demand = demandOf(slices, fromNs, fromNs + bucketNs * width, width);
        for (const bucket of numbers(width)) {
          const within = ticks(fromNs + bucket * bucketNs, fromNs + (bucket + 1) * bucketNs);
          const moments = (thread: number) => within.map((at) => momentOf(slices, thread, at));
          for (const core of numbers(cores)) {
            const on = numbers(threads).map(
              (thread) => moments(thread).filter((of) => typeof of === 'object' && of.on === core).length,
            );
            const sums = demand.core(core);
            expect(sums?.workloadNs[bucket] ?? 0).toBeCloseTo((on[0] ?? 0) + (on[1] ?? 0), 9);
            expect(sums?.othersNs[bucket] ?? 0).toBeCloseTo((on[2] ?? 0) + (on[3] ?? 0), 9);
          }
          const wanting = [0, 1].flatMap((thread) => moments(thread).filter((of) => of !== 'blocked'));
          expect(demand.runnableNs[bucket]).toBeCloseTo(wanting.length, 9);
          expect(demand.begun[bucket]).toBe(
            slices.filter(({ thread, start }) => thread < 2 && within.includes(start)).length,
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is the same over wider buckets, whether those are filled or made of narrow ones', () => {
    fc.assert(
      fc.property(anySchedule, fc.integer({ min: 1, max: 10 }), (slices, width) => {
        const narrow = demandOf(slices, 0, 400, 400);
        const buckets = bucketsOf(0, 400, width);
        const wide = demandOf(slices, 0, 400, width);
        const joined = narrow.resampled(buckets);
        for (const bucket of numbers(width)) {
          expect(joined.runnableNs[bucket]).toBeCloseTo(wide.runnableNs[bucket] ?? 0, 6);
          for (const core of wide.cores) {
            expect(joined.core(core)?.workloadNs[bucket]).toBeCloseTo(
              wide.core(core)?.workloadNs[bucket] ?? 0,
              6,
            );
          }
        }
      }),
    );
  });

  it('keeps all time when it is resampled to buckets that fit nowhere', () => {
    const sums = Float64Array.of(3, 0, 7, 2);
    const resampled = resample(sums, bucketsOf(0, 40, 4), bucketsOf(-7, 53, 7));
    expect(resampled.reduce((a, b) => a + b)).toBeCloseTo(12, 9);
  });

  it('joins buckets rather than growing with the number of cores', () => {
    const width = 2 ** 15;
    const demand = new Demand(bucketsOf(0, width, width));
    const slices = numbers(100).map((core): AnySlice => {
      return { ready: null, start: core, end: core + 2, core, thread: 0, ended: 'blocked', by: 0 };
    });
    demand.add(sliceColumns(slices), isWorkload);
    expect(demand.buckets.width * 100).toBeLessThanOrEqual(2 ** 20);
    expect(demand.buckets.width * demand.buckets.bucketNs).toBe(width);
    expect(demand.runnableNs.reduce((a, b) => a + b)).toBe(200);
    expect(demand.begun.reduce((a, b) => a + b)).toBe(100);
  });
});

const slice = (start: number, end: number, thread = 0, core = 0): AnySlice => {
  return { ready: null, start, end, core, thread, ended: 'blocked', by: 0 };
};

describe('what is worth seeing first', () => {
  it('is all of the workload when that can be read, without the time before and after it', () => {
    const slices = [slice(0, 5, 2), slice(100, 110), slice(300, 310), slice(900, 990, 2)];
    expect(worthSeeing(demandOf(slices, 0, 1000, 100), [])).toEqual({ fromNs: 100, toNs: 310 });
  });

  it('is nothing when the workload had no core', () => {
    expect(worthSeeing(demandOf([slice(0, 5, 2)], 0, 1000, 100), [])).toBeNull();
    expect(worthSeeing(demandOf([], 0, 1, 100), [])).toBeNull();
  });

  it('is the stretch where it had the most cores, with as many slices as can be read', () => {
    const quiet = numbers(50).map((at) => slice(at * 10, at * 10 + 3));
    const busy = numbers(50).flatMap((at) =>
      [0, 1].map((core) => slice(500 + at * 10, 510 + at * 10, core, core)),
    );
    const seen = worthSeeing(demandOf([...quiet, ...busy], 0, 1000, 100), [], 20);
    expect(seen).toEqual({ fromNs: 500, toNs: 600 });
  });

  it('is a part of a bucket that alone holds too many', () => {
    const slices = numbers(100).map((at) => slice(500 + at / 10, 500 + at / 10 + 0.1));
    const seen = worthSeeing(demandOf([slice(0, 1), ...slices], 0, 1000, 100), [], 10);
    expect(seen).toEqual({ fromNs: 500, toNs: 501 });
  });

  it('lies within one trial: the one that had the cores most', () => {
    const slices = [slice(100, 110), slice(300, 360), slice(400, 490, 0), slice(600, 999)];
    const trials = [
      { fromNs: 100, toNs: 200 },
      { fromNs: 300, toNs: 500 },
    ];
    expect(worthSeeing(demandOf(slices, 0, 1000, 100), trials)).toEqual({ fromNs: 300, toNs: 490 });
    expect(worthSeeing(demandOf(slices, 0, 1000, 100), [{ fromNs: 0, toNs: 50 }])).toEqual({
      fromNs: 100,
      toNs: 1000,
    });
  });
});
