import type { ErrorEnvelope } from './errors.ts';
import type { PlannedTrial } from './experiment.ts';
import type { Scheduling } from './lab-report.ts';
import type { LogRow } from './session.ts';
import type { TracedApi } from './trace-format.ts';
import type { Swap, WhatIfProgress } from './what-if.ts';

/** Long work of the engine, as windows see it: what runs, how far it is, and what a lab does right now. */

export type JobId = string;

export interface Job {
  readonly id: JobId;
  readonly work: LabWork | ProfileWork | WhatIfWork | ExportWork;
  /** Wall clock, ISO 8601. */
  readonly startedAt: string;
  readonly state: JobState;
}

export interface LabWork {
  readonly kind: 'lab';
  /** The task as the user wrote it. */
  readonly task: string;
  /** The session being recorded. */
  readonly session: string;
  readonly progress: LabProgress | null;
  /** How often progress and live batches come: less often when no core is left beside those that are measured. */
  readonly liveEveryMs: number;
}

export interface ProfileWork {
  readonly kind: 'profile';
  /** The command line, for people. */
  readonly command: string;
  /** The session being recorded. */
  readonly session: string;
  readonly progress: ProfileProgress | null;
  readonly liveEveryMs: number;
}

export interface WhatIfWork {
  readonly kind: 'what-if';
  /** The script and its arguments, for people. */
  readonly script: string;
  readonly swap: Swap | null;
  readonly workers: number | null;
  /** The session being recorded. */
  readonly session: string;
  readonly progress: WhatIfProgress | null;
  readonly liveEveryMs: number;
}

/** How far a profile is, for whoever watches it. */
export interface ProfileProgress {
  readonly phase: 'starting' | 'running' | 'ending' | 'finishing';
  /** Since the program was let go. */
  readonly elapsedNs: number;
  /** How scheduling is being recorded; null before that is known. */
  readonly scheduling: Scheduling | null;
  /** The newest of it; null before the first reading. */
  readonly activity: TreeActivity | null;
  /** Characters of output so far, and those beyond the limit, which are not kept. */
  readonly outputCharacters: number;
  readonly outputDropped: number;
  /** A signal (SIGSTOP) holds the program: it does nothing until SIGCONT, or its end. */
  readonly stopped?: boolean;
  /** Its tasks that have settled; null: they are not traced. */
  readonly tasks?: TasksSoFar | null;
}

/** Tasks of a traced program that have settled by now. */
export interface TasksSoFar {
  readonly total: number;
  readonly byApi: Readonly<Partial<Record<TracedApi, ApiTasksSoFar>>>;
}

export interface ApiTasksSoFar {
  readonly count: number;
  /** Of these, those that were not ok. */
  readonly failed: number;
}

/** What a measured tree does just now. */
export interface TreeActivity {
  readonly processes: number;
  readonly threads: number;
  /** Switches recorded since the trial began; null when they are not recorded one by one. */
  readonly switches: number | null;
  /** The busiest threads since the previous reading, the busiest first, ten at most. */
  readonly busiest: readonly BusyThread[];
}

export interface BusyThread {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  /** Share of one core, 0–1. */
  readonly busy: number;
  readonly core: number | null;
}

export interface ExportWork {
  readonly kind: 'export';
  readonly session: string;
  readonly format: string;
  readonly target: string;
  /** Share done, 0–1. */
  readonly fraction: number;
}

export type JobState =
  | { readonly type: 'running' }
  /** Told to stop, and not there yet. */
  | { readonly type: 'stopping' }
  | { readonly type: 'done' }
  /** Stopped by the user; `kept`: its session holds what was measured. */
  | { readonly type: 'interrupted'; readonly kept: boolean }
  | { readonly type: 'failed'; readonly error: ErrorEnvelope; readonly kept: boolean };

export const isUnderWay = ({ state }: Job): boolean => state.type === 'running' || state.type === 'stopping';

/** What a lab is doing, for whoever watches it. */
export interface LabProgress {
  readonly phase: 'loading' | 'probing' | 'starting' | 'running' | 'finishing';
  readonly planned: PlannedTrial | null;
  /** Trials that ended, of those planned. */
  readonly trialsDone: number;
  readonly trialsPlanned: number;
  /** `trialsPlanned` is what one can tell by now: how many it takes shows only as results come. */
  readonly planIsOpen?: boolean;
  /** Of the trial under way. */
  readonly settled: number;
  readonly tasks: number;
  /** Since a task last settled, while some are expected to. */
  readonly idleSeconds: number;
  /** Share of the whole lab, 0–1. */
  readonly fraction: number;
  /** Null before the first trial has ended. */
  readonly secondsLeft: number | null;
}

/** One trial of a lab under way. Times are nanoseconds from the session's start. */
export interface LiveTrial extends PlannedTrial {
  readonly trial: number;
  readonly startNs: number;
  /** Null while it runs. */
  readonly endNs: number | null;
  readonly settled: number;
  readonly failed: number;
}

/** Load of the cores, a row per core and reading. */
export interface LiveCores {
  readonly timeNs: Float64Array<ArrayBuffer>;
  readonly core: Uint16Array<ArrayBuffer>;
  /** Share of the time since the core's previous reading, 0–1. */
  readonly busy: Float32Array<ArrayBuffer>;
}

/**
 * Tasks as spans: a row is one task, or several that followed each other on a lane too closely to be told apart on a screen. That
 * keeps a batch small however fast tasks settle.
 */
export interface LiveSpans {
  readonly trial: Uint16Array<ArrayBuffer>;
  readonly lane: Uint16Array<ArrayBuffer>;
  readonly startNs: Float64Array<ArrayBuffer>;
  readonly endNs: Float64Array<ArrayBuffer>;
  readonly tasks: Uint32Array<ArrayBuffer>;
  /** Of `tasks`, those not ok. */
  readonly failed: Uint32Array<ArrayBuffer>;
}

export interface LiveBatch {
  readonly job: JobId;
  /** Now, in nanoseconds from the session's start. */
  readonly nowNs: number;
  /** Trials that began or changed since the last batch. */
  readonly trials: readonly LiveTrial[];
  readonly cores: LiveCores;
  readonly spans: LiveSpans;
  /** What a profiled program printed; of a lab, nothing. The history has the last of it only. */
  readonly output: readonly LogRow[];
}

/** All batches of a job so far, as one; older spans and readings may be coarser than they came. */
export type LiveHistory = LiveBatch;
