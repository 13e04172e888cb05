import type { StreamBatch } from '../../../shared/session.ts';
import type { ThreadCounters } from './collector.ts';
import type { Loss } from './scheduling/switchboard.ts';

/** One core's time in each state since its previous row, in nanoseconds; NaN: the system does not tell. */
export interface CoreRow {
  readonly time: number;
  readonly core: number;
  readonly userNs: number;
  readonly systemNs: number;
  readonly iowaitNs: number;
  readonly stealNs: number;
  readonly idleNs: number;
}

export const coresBatch = (rows: readonly CoreRow[]): StreamBatch<'cores'> => ({
  time: filled(new Float64Array(rows.length), rows, (row) => row.time),
  core: filled(new Uint16Array(rows.length), rows, (row) => row.core),
  user_ns: filled(new Float64Array(rows.length), rows, (row) => row.userNs),
  system_ns: filled(new Float64Array(rows.length), rows, (row) => row.systemNs),
  iowait_ns: filled(new Float64Array(rows.length), rows, (row) => row.iowaitNs),
  steal_ns: filled(new Float64Array(rows.length), rows, (row) => row.stealNs),
  idle_ns: filled(new Float64Array(rows.length), rows, (row) => row.idleNs),
});

/** The cumulative counters of the thread with row index `thread` at `time`. */
export interface ThreadSample {
  readonly time: number;
  readonly thread: number;
  readonly counters: ThreadCounters;
  /** The core it ran on last; null when no reading of it told. */
  readonly core: number | null;
}

/** Stands for an unknown core in the 16 bits that a stream gives it. */
export const unknownCore = 0xffff;

export const threadsBatch = (samples: readonly ThreadSample[]): StreamBatch<'threads'> => ({
  time: filled(new Float64Array(samples.length), samples, (sample) => sample.time),
  thread: filled(new Uint32Array(samples.length), samples, (sample) => sample.thread),
  on_cpu_ns: filled(new Float64Array(samples.length), samples, (sample) => sample.counters.onCpuNs),
  run_delay_ns: filled(
    new Float64Array(samples.length),
    samples,
    (sample) => sample.counters.runDelayNs ?? Number.NaN,
  ),
  voluntary_switches: filled(
    new Float64Array(samples.length),
    samples,
    (sample) => sample.counters.voluntarySwitches ?? Number.NaN,
  ),
  involuntary_switches: filled(
    new Float64Array(samples.length),
    samples,
    (sample) => sample.counters.involuntarySwitches ?? Number.NaN,
  ),
  migrations: filled(
    new Float64Array(samples.length),
    samples,
    (sample) => sample.counters.migrations ?? Number.NaN,
  ),
  core: filled(new Uint16Array(samples.length), samples, (sample) => sample.core ?? unknownCore),
});

/** The resident set of one process. */
export interface MemorySample {
  readonly time: number;
  readonly pid: number;
  readonly rssBytes: number;
}

export const memoryBatch = (samples: readonly MemorySample[]): StreamBatch<'memory'> => ({
  time: filled(new Float64Array(samples.length), samples, (sample) => sample.time),
  pid: filled(new Uint32Array(samples.length), samples, (sample) => sample.pid),
  rss_bytes: filled(new Float64Array(samples.length), samples, (sample) => sample.rssBytes),
});

export const lossesBatch = (losses: readonly Loss[]): StreamBatch<'losses'> => ({
  time: filled(new Float64Array(losses.length), losses, (loss) => loss.timeNs),
  core: filled(new Uint16Array(losses.length), losses, (loss) => loss.core),
  records: filled(new Float64Array(losses.length), losses, (loss) => loss.records),
});

/** Typed arrays can be made from a list and a function in one call, at ten times the cost of this loop. */
function filled<A extends Float64Array | Uint32Array | Uint16Array, R>(
  column: A,
  rows: readonly R[],
  valueOf: (row: R) => number,
): A {
  let index = 0;
  for (const row of rows) column[index++] = valueOf(row);
  return column;
}
