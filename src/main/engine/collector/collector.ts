import type { LiveCores, TreeActivity } from '../../../shared/jobs.ts';
import type { CoreUse, Scheduling } from '../../../shared/lab-report.ts';
import type { Bytes, Nanoseconds } from '../../../shared/units.ts';
import type { RecordingWriter } from '../store/writer.ts';

/**
 * What the operating system says about a measured process tree, trial by trial. The engine talks to a
 * collector only through this interface; the linux one runs in a worker thread, the portable one
 * answers "not known".
 */
export interface Collector {
  readonly scheduling: Scheduling;
  /** Takes the baseline of every thread below `rootPid` and samples from here on. Resolves when the baseline is taken. */
  beginTrial(scope: TrialScope): Promise<void>;
  /** Workers that started after `beginTrial` (replacements, one worker per task). */
  addWorkers(workers: readonly MeasuredWorker[]): void;
  /** What threads and processes read of themselves just before they ended; supersedes the last sample. */
  addFinalReadings(readings: readonly FinalReading[]): void;
  /** Takes the closing reading and gives the trial's totals. The tree may be torn down afterwards. */
  endTrial(): Promise<TrialScheduling>;
  /** Ends sampling, flushes to the session, and tells what collecting itself cost. Idempotent. */
  stop(): Promise<CollectorCost>;
}

export interface CollectorOptions {
  /** Samples go to it straight from the collector's thread, through one of its ports. */
  readonly writer: RecordingWriter;
  /** CLOCK_MONOTONIC at the session's start. */
  readonly originNs: bigint;
  readonly periodMs: number;
  /** The collector stays off these when the machine has others. */
  readonly measuredCores: readonly number[];
  /** Whether to look at what threads of Python programs wait for, where the platform tells. */
  readonly watchWaits: boolean;
  /** Built entry of the collector's worker thread. */
  readonly entry: URL;
  /** Told the load of the cores whenever samples are handed to the writer; null: nobody wants to know. */
  readonly onCores: ((rows: LiveCores) => void) | null;
  /** Told what the measured tree does, a few times a second, between `beginTrial` and `endTrial`; null: nobody wants to know. */
  readonly onTree: ((activity: TreeActivity) => void) | null;
}

/** What is known of one trial's scheduling when it has ended. */
export interface TrialScheduling extends SchedulingTotals {
  /** Every thread of the tree that was seen, those that ended included, in order of birth. */
  readonly threads: readonly ThreadTotals[];
  /** Every process of the tree that was seen. */
  readonly processes: readonly ProcessSeen[];
  /** Threads whose single switches could not be recorded, although others' were. Their totals are the kernel's. */
  readonly threadsNotFollowed: number;
  /** What is missing from these figures, and what to do about it: sentences for people. */
  readonly warnings: readonly string[];
}

export interface ThreadTotals extends ThreadCounters {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
}

export interface ProcessSeen {
  readonly pid: number;
  readonly ppid: number | null;
  readonly command: string;
}

export interface MeasuredWorker {
  readonly worker: number;
  readonly pid: number;
  readonly tid: number;
  /** Cores it is pinned to, null when it is not. */
  readonly affinity: readonly number[] | null;
  /** True when every thread of `pid` belongs to this worker (process workers, the event loop). */
  readonly wholeProcess: boolean;
}

export interface TrialScope {
  readonly trial: number;
  readonly rootPid: number;
  readonly workers: readonly MeasuredWorker[];
}

/** Cumulative kernel counters of one thread; null: the kernel does not tell. */
export interface ThreadCounters {
  readonly onCpuNs: number;
  readonly runDelayNs: number | null;
  readonly voluntarySwitches: number | null;
  readonly involuntarySwitches: number | null;
  /**
   * Of recorded switches: slices on another core than the thread's one before. When sampling, the kernel's count, which has those too
   * that happened while the thread waited for a core or for something else, and were followed by another.
   */
  readonly migrations: number | null;
}

export interface FinalReading extends ThreadCounters {
  readonly pid: number;
  readonly tid: number;
  /** How long the thread had existed when it read itself. */
  readonly aliveNs: Nanoseconds;
  /** The core it ran on when it read itself; null or absent: not known. */
  readonly core?: number | null;
}

/** Totals over the measured tree from `beginTrial` to `endTrial`; null: not available on this platform. */
export interface SchedulingTotals {
  /** All threads of the tree. */
  readonly onCpuNs: Nanoseconds | null;
  readonly runDelayNs: Nanoseconds | null;
  readonly voluntarySwitches: number | null;
  readonly involuntarySwitches: number | null;
  readonly migrations: number | null;
  /** Workers' threads only: time in the trial during which they were not on a core. */
  readonly offCpuNs: Nanoseconds | null;
  /** CPU time that pinned workers spent on cores outside their affinity; null when nothing was pinned. */
  readonly outsideAffinityNs: Nanoseconds | null;
  readonly perCore: readonly CoreUse[];
  /** Largest sum of the tree's resident sets over the samples. */
  readonly peakRss: Bytes | null;
  readonly threadsSeen: number;
  /** Workers announced by the runner that ended before any reading of them was taken. */
  readonly threadsMissed: number;
}

export interface CollectorCost {
  readonly samples: number;
  /** CPU time of the collector's own thread. */
  readonly onCpuNs: Nanoseconds | null;
  readonly elapsedNs: Nanoseconds;
}
