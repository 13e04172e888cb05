import type { EffectSize } from './effect-size.ts';
import type { IntervalMethod } from './ratio-interval.ts';

/** Two sessions, A and B, set side by side: what `compare` prints, and what its screen shows. */

/**
 * The object that `compare --json` prints. Its keys are a public contract, like those of a lab's report: snake_case, units in the names, null for
 * what is not known.
 */
export interface ComparisonReport {
  readonly corelane: 1;
  readonly command: 'compare';
  /** What both sessions are. */
  readonly kind: 'lab' | 'profile';
  readonly a: ComparedSession;
  readonly b: ComparedSession;
  /** What of A is set beside what of B, the most telling first. */
  readonly subjects: readonly ComparedSubject[];
  /** In the order of their subjects. */
  readonly metrics: readonly ComparedMetric[];
  /** Names of subjects that only one of them has. */
  readonly only_in: { readonly a: readonly string[]; readonly b: readonly string[] };
  /** Why the sessions may not be comparable. */
  readonly warnings: readonly string[];
  /** What is to be known of these intervals. */
  readonly notes: readonly string[];
}

export interface ComparedSession {
  /** Absolute path of its file. */
  readonly session: string;
  readonly id: string;
  readonly label: string;
  /** ISO 8601. */
  readonly started_at: string;
  readonly complete: boolean;
}

export interface ComparedSubject {
  /**
   * `configuration`: an executor with a number of workers, that both have. `best`: what each recommends, where that differs. `run`: the program
   * as a whole. `tasks`: those of one API.
   */
  readonly kind: 'configuration' | 'best' | 'run' | 'tasks';
  readonly name: string;
  /** What it is in A; in B. The same but for `best`. */
  readonly a: string;
  readonly b: string;
}

export const figureNames = [
  'wall_ms',
  'throughput_per_s',
  'on_cpu_ms',
  'run_delay_ms',
  'task_p50_ms',
  'task_p95_ms',
  'task_p99_ms',
  'peak_rss_mb',
] as const;
export type FigureName = (typeof figureNames)[number];

export interface ComparedMetric {
  /** Name of its subject. */
  readonly subject: string;
  readonly name: FigureName;
  /** Medians over the samples, in the unit of the name. */
  readonly a: number | null;
  readonly b: number | null;
  /** b / a. */
  readonly ratio: number | null;
  /** Where the ratio lies with 95 % confidence; null: there is no telling, and `no_interval` says why. */
  readonly low: number | null;
  readonly high: number | null;
  readonly interval: IntervalMethod | 'order-statistics' | null;
  readonly no_interval: string | null;
  /** The interval does not hold 1. Null: there is none. */
  readonly significant: boolean | null;
  /** Which is better, where the difference is significant. */
  readonly better: 'a' | 'b' | null;
  /** Repeats, or tasks, of which the figure is known. */
  readonly samples: { readonly a: number; readonly b: number };
  /** Mann and Whitney's test of the samples. */
  readonly rank_test: { readonly u: number; readonly p: number; readonly exact: boolean } | null;
  /** Of B against A: above 0 where B's samples tend to be larger. */
  readonly effect: { readonly cliffs_delta: number; readonly size: EffectSize } | null;
  /** About so many more repeats of each would find a difference of 5 %; 0: these would have. */
  readonly repeats_to_find_5_percent: number | null;
  /** All that in a sentence. */
  readonly verdict: string;
}

/** How long the tasks of one subject ran, in bins that A and B share. */
export interface ComparedDistribution {
  /** Name of the subject. */
  readonly subject: string;
  /** Logarithmic bin edges in ns, ascending, one more than there are bins. */
  readonly edgesNs: Float64Array<ArrayBuffer>;
  readonly a: DistributionOfTasks;
  readonly b: DistributionOfTasks;
}

export interface DistributionOfTasks {
  readonly tasks: number;
  /** Tasks per bin. */
  readonly counts: Uint32Array<ArrayBuffer>;
}

/** What the engine answers to a window. */
export interface Comparison {
  readonly report: ComparisonReport;
  /** In the order of their subjects; those without tasks are left out. */
  readonly distributions: readonly ComparedDistribution[];
}
