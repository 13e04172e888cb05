import { performance } from 'node:perf_hooks';

/** Kept from the start, as the tests of a program may replace it by a faked clock. */
const { hrtime } = process;

/** Nanoseconds of CLOCK_MONOTONIC. Exact while the machine has been up for less than 104 days (2^53 ns), to 2 ns beyond. */
export function now(): number {
  const [seconds, rest] = hrtime();
  return seconds * 1e9 + rest;
}

/** When `performance.now()` was 0 in this thread: the least of a few attempts. */
const origin = Math.min(...Array.from({ length: 5 }, () => now() - performance.now() * 1e6));

/** Moments that `performance.now()` gave, in milliseconds, on the clock of `now()`: both read the same one. */
export const atMilliseconds = (ms: number): number => Math.round(origin + ms * 1e6);
