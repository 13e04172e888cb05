import type { StreamBatch } from '../../../shared/session.ts';
import type { ThreadCounters } from './collector.ts';

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
  time: Float64Array.from(rows, (row) => row.time),
  core: Uint16Array.from(rows, (row) => row.core),
  user_ns: Float64Array.from(rows, (row) => row.userNs),
  system_ns: Float64Array.from(rows, (row) => row.systemNs),
  iowait_ns: Float64Array.from(rows, (row) => row.iowaitNs),
  steal_ns: Float64Array.from(rows, (row) => row.stealNs),
  idle_ns: Float64Array.from(rows, (row) => row.idleNs),
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
  time: Float64Array.from(samples, (sample) => sample.time),
  thread: Uint32Array.from(samples, (sample) => sample.thread),
  on_cpu_ns: Float64Array.from(samples, (sample) => sample.counters.onCpuNs),
  run_delay_ns: Float64Array.from(samples, (sample) => sample.counters.runDelayNs ?? Number.NaN),
  voluntary_switches: Float64Array.from(samples, (sample) => sample.counters.voluntarySwitches ?? Number.NaN),
  involuntary_switches: Float64Array.from(
    samples,
    (sample) => sample.counters.involuntarySwitches ?? Number.NaN,
  ),
  migrations: Float64Array.from(samples, (sample) => sample.counters.migrations ?? Number.NaN),
  core: Uint16Array.from(samples, (sample) => sample.core ?? unknownCore),
});

/** The resident set of one process. */
export interface MemorySample {
  readonly time: number;
  readonly pid: number;
  readonly rssBytes: number;
}

export const memoryBatch = (samples: readonly MemorySample[]): StreamBatch<'memory'> => ({
  time: Float64Array.from(samples, (sample) => sample.time),
  pid: Uint32Array.from(samples, (sample) => sample.pid),
  rss_bytes: Float64Array.from(samples, (sample) => sample.rssBytes),
});
