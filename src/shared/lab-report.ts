/**
 * The report of a lab: the object that `lab --json` and `show --json` print. Its keys are a public
 * contract: snake_case, units in the names, shares between 0 and 1, null for what is not known.
 */

import type { Executor, Language } from './executors.ts';

export const pinPolicies = ['each', 'set', 'none'] as const;
/** `each`: worker i on core cores[i mod n]. `set`: all workers free on the chosen cores. `none`: not pinned. */
export type PinPolicy = (typeof pinPolicies)[number];

export interface Machine {
  readonly cpus: number;
  readonly model: string;
  readonly os: string;
}

export interface Runtime {
  readonly name: Language;
  readonly version: string;
}

/**
 * How scheduling was recorded. `system`: every switch of every thread of the machine. `process`: every switch of the measured tree.
 * `sampled`: the kernel's counters, read now and then.
 */
export interface Scheduling {
  readonly mode: 'system' | 'process' | 'sampled';
  /** What the mode records, and why it is not a better one, with what would allow that. */
  readonly reason: string;
  /** Records of switches that the kernel had to drop. */
  readonly lost: number;
  /** Wake-ups were recorded, so that each run delay is known by itself and not only in total. */
  readonly wakes: boolean;
}

export interface Percentiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface CoreUse {
  readonly core: number;
  readonly busy: number;
}

export interface TrialReport {
  readonly executor: Executor;
  readonly workers: number;
  readonly cores: readonly number[];
  readonly pin: PinPolicy;
  readonly repeat: number;
  readonly complete: boolean;
  readonly tasks: number;
  readonly failed: number;
  readonly wall_ms: number | null;
  readonly throughput_per_s: number | null;
  readonly on_cpu_ms: number | null;
  readonly off_cpu_ms: number | null;
  readonly run_delay_ms: number | null;
  readonly voluntary_switches: number | null;
  readonly involuntary_switches: number | null;
  readonly migrations: number | null;
  readonly outside_affinity_ms: number | null;
  readonly startup_ms: number | null;
  readonly per_core: readonly CoreUse[];
  readonly task_ms: Percentiles;
  readonly queue_ms: Percentiles;
  readonly peak_rss_mb: number | null;
}

export interface Skipped {
  readonly executor: Executor;
  readonly reason: string;
  readonly remedy: string;
}

export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly evidence: Readonly<Record<string, number | string | null>>;
  readonly range_ms: readonly [number, number];
  readonly remedy: string;
}

export interface VerdictStep {
  readonly step: number;
  readonly question: string;
  readonly answer: string;
  readonly evidence: Readonly<Record<string, number | string | null>>;
}

export interface Verdict {
  readonly boundness: 'cpu' | 'io' | 'mixed' | null;
  readonly executor: Executor | null;
  readonly workers: number | null;
  readonly margin: number | null;
  readonly confidence: 'clear' | 'within-noise' | 'cannot-tell';
  readonly steps: readonly VerdictStep[];
  /** A program that runs the task by the recommended executor, to be pasted; null where nothing is recommended. */
  readonly recipe: Recipe | null;
}

/** A program in full; `code` ends in a newline and says in comments where it is to be saved and what it needs. */
export interface Recipe {
  readonly language: Language;
  readonly code: string;
}

/** A parameter with the interval that holds it with 95 % confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The median of the repeats with so many workers. */
export interface ScalingPoint {
  readonly workers: number;
  readonly throughput_per_s: number;
  readonly repeats: number;
}

/**
 * How an executor scales with its workers, by the Universal Scalability Law X(N) = λN / (1 + σ(N − 1) + κN(N − 1)). All parameters are null
 * where what was measured does not determine them, and the optimum also where the curve has none within reach: `reason` says why.
 */
export interface ScalingReport {
  readonly executor: Executor;
  readonly lambda_per_s: number | null;
  /** Contention. */
  readonly sigma: Estimate | null;
  /** Coherency: what each pair of workers costs. */
  readonly kappa: Estimate | null;
  readonly r2: number | null;
  /** Workers at which throughput is highest; not rounded. */
  readonly optimum_workers: number | null;
  /** Ascending in workers, two at least. */
  readonly points: readonly ScalingPoint[];
  readonly reason: string | null;
}

/** What measuring itself cost: the collector's own thread. */
export interface CollectorUse {
  readonly samples: number;
  readonly on_cpu_ms: number | null;
  readonly elapsed_ms: number;
}

export interface LabReport {
  readonly corelane: 1;
  readonly command: 'lab';
  readonly session: string;
  readonly complete: boolean;
  readonly machine: Machine;
  readonly runtime: Runtime;
  readonly scheduling: Scheduling;
  readonly trials: readonly TrialReport[];
  readonly skipped: readonly Skipped[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  readonly verdict: Verdict;
  /** Of each executor that ran with several worker counts. */
  readonly scaling: readonly ScalingReport[];
  /** Null until the recording has ended. */
  readonly collector: CollectorUse | null;
}
