import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeSums } from '../../../../src/main/engine/scheduling/range-sums.ts';
import { ThreadTotals } from '../../../../src/main/engine/scheduling/thread-totals.ts';
import { anySchedule, cores, momentOf, sliceColumns, threads, ticks } from './any-schedule.ts';

const isWorkload = Uint8Array.of(1, 1, 0);

describe('sums over a range', () => {
  it('are what threads and cores did in it, nanosecond by nanosecond', () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(80), fc.integer({ min: 1, max: 60 }), (slices, from, length) => {
        const to = from + length;
        const sums = new RangeSums(from, to, isWorkload);
        sums.add(sliceColumns(slices));
        const within = slices.filter(({ start, end }) => start < to && end > from);
        for (let thread = 0; thread < threads; thread += 1) {
          const moments = ticks(from, to).map((at) => momentOf(slices, thread, at));
          const own = within.filter((slice) => slice.thread === thread);
          const ended = own.filter(({ end }) => end <= to);
          const onCpuNs = moments.filter((moment) => typeof moment === 'object').length;
          const runDelayNs = moments.filter((moment) => moment === 'ready').length;
          expect(sums.threads.get(thread) ?? null).toEqual(
            onCpuNs + runDelayNs === 0
              ? null
              : expect.objectContaining({
                  onCpuNs,
                  runDelayNs,
                  blocked: ended.filter((slice) => slice.ended === 'blocked').length,
                  preempted: ended.filter((slice) => slice.ended === 'preempted').length,
                  migrations: own.filter((slice, at) => at > 0 && own[at - 1]?.core !== slice.core).length,
                }),
          );
        }
        for (let core = 0; core < cores; core += 1) {
          const own = within.filter((slice) => slice.core === core);
          const time = (of: (thread: number) => boolean): number =>
            own
              .filter(({ thread }) => of(thread))
              .reduce((sum, { start, end }) => sum + Math.min(end, to) - Math.max(start, from), 0);
          expect(sums.cores.get(core) ?? { workloadNs: 0, othersNs: 0, switches: 0 }).toEqual({
            workloadNs: time((thread) => thread < 2),
            othersNs: time((thread) => thread >= 2),
            switches: own.filter(({ end }) => end <= to).length,
          });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('totals of threads', () => {
  it('hold first, last, time on a core and slices of each, also of threads nobody told of', () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(threads), (slices, known) => {
        const totals = new ThreadTotals(known);
        for (const slice of slices) totals.add(sliceColumns([slice]));
        const seen = [...new Set(slices.map(({ thread }) => thread))].toSorted((a, b) => a - b);
        expect(totals.threads).toEqual(seen);
        for (const thread of seen) {
          const own = slices.filter((slice) => slice.thread === thread);
          expect(totals.slices[thread]).toBe(own.length);
          expect(totals.firstNs[thread]).toBe(Math.min(...own.map(({ start }) => start)));
          expect(totals.lastNs[thread]).toBe(Math.max(...own.map(({ end }) => end)));
          expect(totals.onCpuNs[thread]).toBe(own.reduce((sum, { start, end }) => sum + end - start, 0));
        }
      }),
    );
  });
});
