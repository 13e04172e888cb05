import type { NodeExecutor } from './lab-report.ts';
import type {
  FailureRow,
  LogRow,
  Outcome,
  SessionHeader,
  SessionReport,
  TaskBatch,
  WorkerRow,
} from './session.ts';

/**
 * What a window asks of a session, and the answers. `session` is the path of its file. Times are nanoseconds from
 * the session's start; trials are counted from 0 and are the report's `trials` in order.
 */

export interface SessionOverview {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly header: SessionHeader;
  readonly complete: boolean;
  /** Null when the recording ended before a first report was written. */
  readonly report: SessionReport | null;
  readonly trials: readonly TrialExtent[];
  readonly failures: readonly FailureRow[];
  readonly tasks: number;
  /** The last moment of which anything is known. */
  readonly endNs: number;
}

/** Where a trial lies on the session's time axis. */
export interface TrialExtent {
  readonly trial: number;
  readonly executor: NodeExecutor;
  readonly workers: number;
  readonly repeat: number;
  /** The first submit; null when no task was stored. */
  readonly fromNs: number | null;
  /** The last settling. */
  readonly toNs: number | null;
  /** Lanes that held a task: 0 … lanes − 1. */
  readonly lanes: number;
  /** What each lane was, for those that one worker held all the time: `worker 0 · tid 4711 · core 1`. */
  readonly laneNames: readonly string[];
}

export interface TaskStripsQuery {
  readonly session: string;
  /** Pixels per strip. */
  readonly width: number;
  readonly groups: readonly StripGroup[];
}

export interface StripGroup {
  readonly lanes: readonly number[];
  readonly fromNs: number;
  readonly toNs: number;
}

export interface TasksWithinQuery {
  readonly session: string;
  readonly trial: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** Above this many, only their number is told. */
  readonly limit: number;
}

export interface TasksWithin {
  readonly total: number;
  /** Null when there are more than the limit. Ordered by start. */
  readonly tasks: TaskBatch | null;
}

export interface TaskQuery {
  readonly session: string;
  readonly trial: number;
  /** The task's number. */
  readonly index: number;
}

/** One task in full. Times and sizes that are not known are null. */
export interface TaskDetails {
  readonly trial: number;
  readonly index: number;
  readonly input: number;
  readonly outcome: Outcome;
  readonly submitNs: number;
  readonly startNs: number | null;
  readonly endNs: number | null;
  readonly queueNs: number | null;
  readonly runNs: number | null;
  readonly lane: number;
  readonly worker: WorkerRow | null;
  readonly argumentBytes: number | null;
  readonly resultBytes: number | null;
  /** What the task failed with, as far as it can be told: failures are kept by distinct message. */
  readonly failures: readonly FailureRow[];
}

export interface FoundTasksQuery {
  readonly session: string;
  /** `12` or `#12`: the task of that number in every trial; an outcome; part of an executor's or a worker's name. */
  readonly text: string;
  readonly limit: number;
}

export interface FoundTask {
  readonly trial: number;
  readonly index: number;
  readonly lane: number;
  /** Null when it never started. */
  readonly startNs: number | null;
  /** Null when nobody saw it. */
  readonly endNs: number | null;
  readonly outcome: Outcome;
}

export interface FoundTasks {
  readonly total: number;
  /** The first of them, by start; those that never started come last. */
  readonly tasks: readonly FoundTask[];
}

export const taskColumns = [
  'trial',
  'index',
  'outcome',
  'submit',
  'start',
  'queue',
  'run',
  'worker',
  'argument_bytes',
  'result_bytes',
] as const;
export type TaskColumn = (typeof taskColumns)[number];

export interface TaskTableQuery {
  readonly session: string;
  readonly filter: TaskFilter;
  readonly sort: { readonly column: TaskColumn; readonly descending: boolean };
  /** The rows wanted, counted in the sorted and filtered order. */
  readonly first: number;
  readonly count: number;
}

/** Null: any. */
export interface TaskFilter {
  readonly trial: number | null;
  readonly outcome: Outcome | null;
  /** As in `FoundTasksQuery`; empty: all. */
  readonly text: string;
}

export interface TaskTablePage {
  /** All rows that pass the filter. */
  readonly total: number;
  readonly first: number;
  readonly tasks: TaskBatch;
}

export interface CoreLoadQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  /** Buckets per core. */
  readonly width: number;
}

export interface CoreLoad {
  readonly cores: readonly number[];
  /** Row-major cores × width: share of the bucket in which the core was busy, 0–1; NaN: not known. */
  readonly busy: Float32Array<ArrayBuffer>;
}

export interface LatencyQuery {
  readonly session: string;
  readonly metric: 'run' | 'queue';
}

/** How long tasks took, per configuration over all its complete trials, in bins that all share. */
export interface LatencyReport {
  readonly metric: 'run' | 'queue';
  /** Logarithmic bin edges in ns, ascending, one more than there are bins; empty when nothing is known. */
  readonly edgesNs: Float64Array<ArrayBuffer>;
  readonly configurations: readonly LatencyOfConfiguration[];
}

export interface LatencyOfConfiguration {
  readonly executor: NodeExecutor;
  readonly workers: number;
  readonly tasks: number;
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

export interface LogQuery {
  readonly session: string;
  /** Null: of all trials. */
  readonly trial: number | null;
  /** Only pieces that contain this, whatever the case; empty: all. */
  readonly text: string;
  readonly first: number;
  readonly count: number;
}

export interface LogPage {
  readonly total: number;
  readonly rows: readonly LogRow[];
}
