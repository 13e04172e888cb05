import type { CollectorUse, Finding, Machine, Scheduling } from './lab-report.ts';
import type { ProgramExit } from './profile-report.ts';

/** A what-if: an unmodified Python script runs again with other executors than it asks for, and is compared with itself. */

/** What can be put in whose place; the names are those of `--swap`. */
export const swaps = ['threads=processes', 'processes=threads', 'pool=threadpool'] as const;
export type Swap = (typeof swaps)[number];

/** The APIs that a swap takes tasks from and gives them to, by the names that traces have for them. */
export const swapApis = {
  'threads=processes': {
    from: 'concurrent.futures.ThreadPoolExecutor',
    to: 'concurrent.futures.ProcessPoolExecutor',
  },
  'processes=threads': {
    from: 'concurrent.futures.ProcessPoolExecutor',
    to: 'concurrent.futures.ThreadPoolExecutor',
  },
  'pool=threadpool': { from: 'multiprocessing.pool.Pool', to: 'multiprocessing.pool.ThreadPool' },
} as const satisfies Readonly<Record<Swap, { readonly from: string; readonly to: string }>>;

export interface WhatIfRequest {
  /** A Python script, as the user wrote its path; relative to `cwd`. */
  readonly script: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Null: executors stay what they are, and only their workers change. */
  readonly swap: Swap | null;
  /** Of every executor and pool; null: as the script asks for. One of `swap` and `workers` is given. */
  readonly workers: number | null;
  /** How often each side runs. */
  readonly repeat: number;
  /** Cores the whole tree is held on; null: all that may be used. */
  readonly cores: readonly number[] | null;
  /** Null: the script's own interpreter, else python3 on PATH. */
  readonly python: string | null;
  readonly out: string;
}

export const whatIfLimits = {
  workers: { least: 1, most: 1024 },
  repeat: { least: 1, most: 100 },
} as const;

/** Enough for the bootstrap alone to keep its promise (ratio-interval.ts). */
export const defaultWhatIfRepeats = 5;

/**
 * The object that `what-if --json` and `show --json` print. Its keys are a public contract, like those of a lab's report: snake_case, units in the
 * names, null for what is not known.
 */
export interface WhatIfReport {
  readonly corelane: 1;
  readonly command: 'what-if';
  readonly session: string;
  /** All runs were made and compared. */
  readonly complete: boolean;
  /** The script as it was started, with its interpreter and arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly cores_used: readonly number[];
  readonly swap: Swap | null;
  readonly workers: number | null;
  readonly machine: Machine;
  readonly scheduling: Scheduling;
  /** The script as it is; and with what was swapped or resized. */
  readonly baseline: WhatIfSide;
  readonly variant: WhatIfSide;
  /** Null: none is claimed, and `no_comparison` says why. */
  readonly comparison: WhatIfComparison | null;
  readonly no_comparison: string | null;
  /** Tasks of the variant's first run at swapped and at refused sites; null: not known. */
  readonly tasks: { readonly swapped: number; readonly total: number } | null;
  readonly swapped: readonly SwappedSite[];
  readonly refused: readonly RefusedSite[];
  /** In what the variant did otherwise than the script, beyond how the script's own runs differ. */
  readonly differences: readonly string[];
  /** All that in a sentence. */
  readonly verdict: string;
  /** Every run, in the order in which they were made; its place in the list is the trial of its output. */
  readonly runs: readonly WhatIfRun[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  /** Null until the recording has ended. */
  readonly collector: CollectorUse | null;
}

/** The timed runs of one side. */
export interface WhatIfSide {
  readonly runs: number;
  /** Medians over the runs. */
  readonly wall_ms: number | null;
  readonly on_cpu_ms: number | null;
  /** Of each run, in order. */
  readonly walls_ms: readonly number[];
  /** Of the first run, as the three below; both null before there was one. */
  readonly exit: ProgramExit;
  readonly tasks: number | null;
  /** Threads and processes that ran a task of an executor or a pool. */
  readonly workers: number | null;
  readonly stdout_bytes: number | null;
}

export interface WhatIfComparison {
  readonly metric: 'wall_ms';
  /** variant / baseline, of medians: below 1 the variant is faster. */
  readonly ratio: number;
  /** Where the ratio lies with 95 % confidence. */
  readonly low: number;
  readonly high: number;
  /** The interval does not hold 1. */
  readonly significant: boolean;
  /** 1 / ratio. */
  readonly speed_up: number;
}

/** Where tasks are handed over, or of a pool where it was made: `file:line`. */
export interface SwappedSite {
  readonly site: string;
  readonly function: string;
  /** In the variant's first run; null: not known. */
  readonly tasks: number | null;
}

export interface RefusedSite extends SwappedSite {
  readonly reason: string;
}

/**
 * `rehearsal`: the script as it is, once, so that files are in memory and its duration is known. `guarded`: each call is checked before it is
 * swapped. `baseline` and `variant`: the runs that are compared.
 */
export type WhatIfRunKind = 'rehearsal' | 'guarded' | 'baseline' | 'variant';

export interface WhatIfRun {
  readonly kind: WhatIfRunKind;
  /** From the session's start. */
  readonly from_ms: number;
  readonly wall_ms: number | null;
  readonly on_cpu_ms: number | null;
  readonly exit: ProgramExit;
  /** It took so much longer than the script that it was ended. */
  readonly timed_out: boolean;
  /** Null: not counted. */
  readonly tasks: number | null;
  readonly workers: number | null;
  readonly stdout_bytes: number;
  /** SHA-256 of what it printed on stdout, in hex. */
  readonly stdout_sha256: string;
}

/** How far a what-if is. */
export interface WhatIfProgress {
  readonly phase: WhatIfRunKind | 'starting' | 'finishing';
  readonly runsDone: number;
  readonly runsPlanned: number;
  /** Since the script under way was let go. */
  readonly elapsedNs: number;
}

export const whatIfTitle = (swap: Swap | null, workers: number | null): string =>
  [
    ...(swap === null
      ? []
      : [
          {
            'threads=processes': 'processes in place of threads',
            'processes=threads': 'threads in place of processes',
            'pool=threadpool': 'a thread pool in place of a process pool',
          }[swap],
        ]),
    ...(workers === null ? [] : [workers === 1 ? '1 worker' : `${workers} workers`]),
  ].join(' and ');
