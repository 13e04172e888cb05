import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoroutineTime } from '../../../../src/main/engine/scheduling/coroutine-time.ts';
import type { CoroutineSums } from '../../../../src/main/engine/scheduling/coroutine-time.ts';
import { sliceBatch } from '../export/recorded-session.ts';
import type { SliceRow } from '../export/recorded-session.ts';

type Steps = readonly (readonly [number, number])[];

function sumsOf(steps: Steps, slices: readonly SliceRow[]): CoroutineSums | null {
  const time = new CoroutineTime(
    steps.map(([start]) => start),
    steps.map(([, end]) => end),
  );
  time.add(sliceBatch(slices), Int32Array.of(0, -1));
  return time.finish();
}

describe('the time of a coroutine', () => {
  it('is on a core, ready without one, or blocked within its steps', () => {
    const slices: SliceRow[] = [
      { start: 0, end: 10, thread: 0, ended: 'preempted' },
      { ready: 10, start: 14, end: 20, thread: 0 },
      { ready: 26, start: 27, end: 40, thread: 0 },
    ];
    expect(sumsOf([[5, 30]], slices)).toEqual({
      runningNs: 5 + 6 + 3,
      runDelayNs: 4 + 1,
      blockedNs: 6,
      awaitedNs: 0,
      loopNs: 0,
    });
  });

  it('between its steps is awaited until its loop is last idle, and then at most waited for the loop', () => {
    const slices: SliceRow[] = [
      { start: 0, end: 12, thread: 0 },
      { ready: 20, start: 21, end: 25, thread: 0 },
      { ready: 50, start: 52, end: 70, thread: 0 },
    ];
    const steps: Steps = [
      [0, 10],
      [60, 70],
    ];
    expect(sumsOf(steps, slices)).toMatchObject({ runningNs: 20, awaitedNs: 40, loopNs: 10 });
  });

  it('may all have been waited for the loop where that was never idle', () => {
    const steps: Steps = [
      [0, 10],
      [30, 40],
      [41, 42],
    ];
    expect(sumsOf(steps, [{ start: 0, end: 50, thread: 0 }])).toMatchObject({
      runningNs: 21,
      awaitedNs: 0,
      loopNs: 21,
    });
  });

  it('takes a loop of whose readiness nothing is known for idle until it has a core', () => {
    const slices: SliceRow[] = [
      { start: 0, end: 10, thread: 0 },
      { start: 25, end: 40, thread: 0 },
    ];
    const steps: Steps = [
      [0, 10],
      [30, 40],
    ];
    expect(sumsOf(steps, slices)).toMatchObject({ runDelayNs: 0, awaitedNs: 15, loopNs: 5 });
  });

  it('is not known where nothing of its thread was recorded', () => {
    expect(sumsOf([[0, 10]], [{ start: 0, end: 10, thread: 1 }])).toBeNull();
  });

  it('adds up to all of it, whatever was recorded', () => {
    const lengths = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 12 });
    /** Stretches one after the other, with pauses between them. */
    const stretches = lengths.map((all) => {
      let at = 0;
      return all.map(([pause, length]) => {
        const start = at + pause;
        at = start + length;
        return [start, at] as const;
      });
    });
    const slices = fc
      .tuple(stretches, fc.array(fc.option(fc.nat(5)), { maxLength: 12 }))
      .map(([all, delays]) =>
        all.map(([start, end], row): SliceRow => {
          const delay = delays[row] ?? null;
          const before = row === 0 ? start : (all[row - 1]?.[1] ?? start);
          const ready = delay === null ? null : Math.max(before, start - delay);
          return { ready, start, end, thread: 0 };
        }),
      );
    fc.assert(
      fc.property(stretches, slices, (steps, rows) => {
        const sums = sumsOf(steps, rows);
        const all = (steps.at(-1)?.[1] ?? 0) - (steps[0]?.[0] ?? 0);
        if (sums === null) throw new Error('nothing was recorded');
        for (const part of Object.values(sums)) expect(part).toBeGreaterThanOrEqual(0);
        expect(Object.values(sums).reduce((sum: number, part: number) => sum + part, 0)).toBe(all);
        const onCore = rows.flatMap(({ start, end }) =>
          steps.map(([from, to]) => Math.max(0, Math.min(end, to) - Math.max(start, from))),
        );
        expect(sums.runningNs).toBe(onCore.reduce((sum, part) => sum + part, 0));
      }),
      { numRuns: 500 },
    );
  });
});
