import * as fc from 'fast-check';
import { sliceEndCode } from '../../../../src/shared/session.ts';
import type { SliceEnd, StreamBatch } from '../../../../src/shared/session.ts';

/** Schedules that could have been: a few threads on a few cores, each in one place at a time, with touching times. */

export const threads = 4;
export const cores = 3;

export interface AnySlice {
  /** Null: not known. */
  readonly ready: number | null;
  readonly start: number;
  readonly end: number;
  readonly core: number;
  readonly thread: number;
  readonly ended: SliceEnd;
  /** Number of a thread's row + 1; 0: not known. */
  readonly by: number;
}

const step = fc.record({
  core: fc.nat(cores - 1),
  thread: fc.nat(threads - 1),
  gap: fc.nat(6),
  run: fc.integer({ min: 1, max: 9 }),
  wait: fc.option(fc.nat(5), { freq: 4 }),
  ended: fc.constantFrom<SliceEnd>('blocked', 'preempted'),
  by: fc.nat(threads),
});

/** In order of their ends, as they are recorded. */
export const anySchedule: fc.Arbitrary<readonly AnySlice[]> = fc
  .array(step, { maxLength: 40, size: 'max' })
  .map((steps) => {
    const coreFree = new Map<number, number>();
    const threadFree = new Map<number, number>();
    const slices = steps.map(({ core, thread, gap, run, wait, ended, by }): AnySlice => {
      const free = threadFree.get(thread) ?? 0;
      const start = Math.max(coreFree.get(core) ?? 0, free) + gap;
      const end = start + run;
      coreFree.set(core, end);
      threadFree.set(thread, end);
      const ready = wait === null ? null : Math.max(free, start - wait);
      return { ready, start, end, core, thread, ended, by };
    });
    return slices.toSorted((a, b) => a.end - b.end);
  });

export const sliceColumns = (slices: readonly AnySlice[]): StreamBatch<'slices'> => ({
  ready: Float64Array.from(slices, ({ ready }) => ready ?? Number.NaN),
  start: Float64Array.from(slices, ({ start }) => start),
  end: Float64Array.from(slices, ({ end }) => end),
  core: Uint16Array.from(slices, ({ core }) => core),
  thread: Uint32Array.from(slices, ({ thread }) => thread),
  ended: Uint8Array.from(slices, ({ ended }) => sliceEndCode(ended)),
  by: Uint32Array.from(slices, ({ by }) => by),
  waker: new Uint32Array(slices.length),
});

/** What a thread did, nanosecond by nanosecond. */
export type Moment = { readonly on: number } | 'ready' | 'blocked';

export function momentOf(slices: readonly AnySlice[], thread: number, at: number): Moment {
  for (const { thread: of, ready, start, end, core } of slices) {
    if (of !== thread) continue;
    if (start <= at && at < end) return { on: core };
    if (ready !== null && ready <= at && at < start) return 'ready';
  }
  return 'blocked';
}

export const ticks = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
