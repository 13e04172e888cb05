import type { Executor } from './executors.ts';
import type { Scheduling } from './lab-report.ts';
import type {
  DetailRows,
  FailureRow,
  LogRow,
  Outcome,
  SessionHeader,
  SessionReport,
  StreamBatch,
  TaskBatch,
  TracedPlace,
  Viewport,
  WorkerRow,
} from './session.ts';
import type { slotFlags, SpanKind, TracedApi } from './trace-format.ts';

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
  /** CPU samples that were taken of its programs. */
  readonly samples: number;
  /** What was traced of a profiled program; null: nothing. */
  readonly tracing: TracingOverview | null;
  /** The last moment of which anything is known. */
  readonly endNs: number;
}

/** What a traced program is made of. The rows come in order of their numbers, by which those of tasks refer to them. */
export interface TracingOverview {
  /** Tasks that were traced. */
  readonly total: number;
  /** The APIs that they were handed to, that with the most tasks first. */
  readonly apis: readonly TasksOfTracedApi[];
  readonly pools: readonly DetailRows['pools'][];
  readonly lanes: readonly DetailRows['lanes'][];
  readonly programs: readonly DetailRows['programs'][];
  /** Threads whose names are known better than by the kernel, as the report has them. */
  readonly threadNames: readonly NamedThread[];
  readonly sites: readonly DetailRows['sites'][];
  /** What ran on each lane, in the order of `lanes`. */
  readonly laneTasks: readonly TasksOfLane[];
}

export interface NamedThread {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
}

export interface TasksOfLane {
  /** Those that started. */
  readonly tasks: number;
  /** Of these, those that were not ok. */
  readonly failed: number;
  /** The first start; null: nothing started. */
  readonly fromNs: number | null;
  /** The last end, or start where that is later than any end. */
  readonly toNs: number | null;
}

export interface TasksOfTracedApi {
  readonly api: TracedApi;
  readonly tasks: number;
  /** Of these, those that were not ok. */
  readonly failed: number;
}

/** Where a trial lies on the session's time axis. A profile has one, number 0, when tasks were traced. */
export interface TrialExtent {
  readonly trial: number;
  /** Null, as `workers`: a profile, whose tasks went to whatever the program handed them to. */
  readonly executor: Executor | null;
  readonly workers: number | null;
  readonly repeat: number;
  /** The first submit; null when no task was stored. */
  readonly fromNs: number | null;
  /** The last settling. */
  readonly toNs: number | null;
  /** Lanes that held a task: 0 … lanes − 1. */
  readonly lanes: number;
  /** What each lane was, for those that one worker held all the time: `worker 0 · tid 4711 · core 1`; of a profile, whose it was. */
  readonly laneNames: readonly string[];
  /** The worker that held each lane all the time; null: none did, or several. */
  readonly laneWorkers: readonly (number | null)[];
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
  /** Only those of these lanes, so that each pool of a traced program can be drawn as finely as it allows; without it, of all. */
  readonly lanes?: readonly number[];
  readonly fromNs: number;
  readonly toNs: number;
  /** Above this many, only their number is told. */
  readonly limit: number;
}

export interface TasksWithin {
  readonly total: number;
  /** Null when there are more than the limit. Ordered by start. */
  readonly tasks: TaskBatch | null;
  /** Row by row of the same tasks; null: none of the session's tasks was traced, or there are more than the limit. */
  readonly traced: TracedTasks | null;
}

/**
 * What tracing tells of the tasks that come with it, row by row. A task's api, callable and place of submit are those of its site, which is in
 * the overview; its name is its own (`names`), else its callable's.
 */
export interface TracedTasks {
  /** `site` 0: this task was not traced. */
  readonly rows: StreamBatch<'traced'>;
  /** The names and errors that the rows refer to. */
  readonly names: readonly DetailRows['names'][];
  /** The thread that submitted each, as the number of its row plus 1; 0: the collector did not see it. */
  readonly submitters: Uint32Array<ArrayBuffer>;
  /** The thread that ran each, likewise. */
  readonly threads: Uint32Array<ArrayBuffer>;
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
  /** Null where its thread's slices were not recorded. */
  readonly scheduling: TaskScheduling | null;
  /** Null: the task was not traced. */
  readonly traced: TracedTask | null;
  /** Null where neither slices of its thread nor its start are known. */
  readonly parts: TaskParts | null;
  /** What the task failed with, as far as it can be told: failures are kept by distinct message. */
  readonly failures: readonly FailureRow[];
}

/** What tracing tells of one task. What is not known is null. */
export interface TracedTask {
  readonly api: TracedApi;
  /** Its own name, else its callable's; empty: it has none. */
  readonly name: string;
  readonly callable: TracedPlace | null;
  readonly submittedAt: TracedPlace | null;
  readonly pool: DetailRows['pools'] | null;
  readonly submitter: ThreadOfTask | null;
  /** The thread that ran it. */
  readonly ranOn: ThreadOfTask | null;
  /** The task that submitted it. */
  readonly parent: { readonly index: number; readonly name: string } | null;
  /** Tasks that it submitted. */
  readonly children: number;
  /** It travelled with others: how many they were with it, and which of them it was by start, from 1. */
  readonly chunk: { readonly items: number; readonly position: number } | null;
  /** When the submitter's side had the result. */
  readonly resultAtNs: number | null;
  /** Thread CPU time while it ran, as the program's own clock has it. */
  readonly cpuNs: number | null;
  /** Time to pickle and unpickle the arguments, and the result. Of one that travelled with others, its share. */
  readonly argumentPicklingNs: number | null;
  readonly resultPicklingNs: number | null;
  /** How often a coroutine ran on its loop; null: it is none. */
  readonly steps: number | null;
  readonly longestStepNs: number | null;
  /** What is peculiar about it. */
  readonly flags: readonly TaskFlag[];
  readonly error: { readonly type: string; readonly message: string } | null;
}

/** The words of `slotFlags`. */
export type TaskFlag = keyof typeof slotFlags;

export interface ThreadOfTask {
  readonly pid: number;
  readonly tid: number;
  /** Empty: not known. */
  readonly name: string;
  /** The number of its row; null: the collector did not see it. */
  readonly thread: number | null;
}

/**
 * Where the time of a task went from submit to result: parts that follow, or lie within, each other and overlap nowhere, so that those that
 * are known add up to no more than all of it. Null: not known, or not of this kind of task.
 */
export interface TaskParts {
  /** Submit to start. */
  readonly queueNs: number | null;
  /** On a core; of a coroutine, while its steps lasted. */
  readonly runningNs: number | null;
  /** Ready and without a core; of a coroutine, within its steps. */
  readonly runDelayNs: number | null;
  /** Waiting for the GIL: the share of the blocked time that samples of its thread say. Only of Python. */
  readonly gilNs: number | null;
  /**
   * Only of a coroutine, and at most: between its steps, the time for which its loop's thread had not been idle when it ran again. It was
   * ready at some moment of it.
   */
  readonly loopNs: number | null;
  /** Neither on a core nor ready for one, nor any of the above: waiting for something, of a coroutine awaiting it. */
  readonly blockedNs: number | null;
  /** End to when the submitter's side had the result. */
  readonly returnNs: number | null;
}

export interface FoundTasksQuery {
  readonly session: string;
  /**
   * `12` or `#12`: the task of that number in every trial; an outcome; part of the name of an executor or a worker, or of a traced
   * task's API, name, callable, file or error.
   */
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
  /** Of a traced task, its own or its callable's; empty: it has none. */
  readonly name: string;
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
  // Of traced tasks. `name`: its own, else its callable's. `cpu`: thread CPU time while it ran.
  'api',
  'name',
  'callable',
  'cpu',
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
  readonly api: TracedApi | null;
  /** The number of the task that submitted them; absent: any, or none. */
  readonly parent?: number;
  /** As in `FoundTasksQuery`; empty: all. */
  readonly text: string;
}

export interface TaskTablePage {
  /** All rows that pass the filter. */
  readonly total: number;
  readonly first: number;
  readonly tasks: TaskBatch;
  /** Row by row of the same tasks; null: none of the session's tasks was traced. */
  readonly traced: TracedTasks | null;
}

export interface StepsWithinQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  /** Above this many, only that there are more is told. */
  readonly limit: number;
}

/** The times at which coroutines ran on their loops. */
export interface StepsWithin {
  /** Exact up to the limit; more than it when there are more. */
  readonly total: number;
  /** Null when there are more than the limit. Ordered by start. `task`: the number of the task. */
  readonly steps: StreamBatch<'steps'> | null;
  /** The lane of each step's task. */
  readonly lanes: Uint16Array<ArrayBuffer>;
}

export interface SpansWithinQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  readonly kinds: readonly SpanKind[];
  /** Above this many, only that there are more is told. */
  readonly limit: number;
}

/** Marks, measures, GC pauses and the like. */
export interface SpansWithin {
  /** Exact up to the limit; more than it when there are more. */
  readonly total: number;
  /** Null when there are more than the limit. Ordered by start. A mark begins and ends at one moment. */
  readonly spans: StreamBatch<'spans'> | null;
  /** The thread of each, as the number of its row plus 1; 0: the collector did not see it. */
  readonly threads: Uint32Array<ArrayBuffer>;
  /** The names that they refer to. */
  readonly names: readonly DetailRows['names'][];
}

export interface LoopLoadQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  /** Buckets per loop. */
  readonly width: number;
}

/** How event loops fared. Row-major loops × width; NaN: not known. */
export interface LoopLoad {
  /** By pid and tid. */
  readonly loops: readonly ThreadOfTask[];
  /** Share of the bucket that the loop spent outside its poll, 0–1. */
  readonly active: Float32Array<ArrayBuffer>;
  /** The longest delay of a reading that touches the bucket. */
  readonly longestDelayNs: Float64Array<ArrayBuffer>;
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
  readonly executor: Executor;
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
  /** The number of each row: its place among all pieces of the session. */
  readonly numbers: readonly number[];
}

/** The streams of a program's output, in the order in which they are shown. */
export const outputStreams = ['stdout', 'stderr'] as const satisfies readonly LogRow['stream'][];

/** What a program printed, or the tasks of a lab; of streams on which nothing was printed, nothing. */
export interface OutputOverview {
  readonly streams: readonly OutputOfStream[];
}

export interface OutputOfStream {
  readonly stream: LogRow['stream'];
  readonly pieces: number;
  /** Whole or in part: what was read in two pieces counts in both. */
  readonly lines: number;
  /** The first piece. */
  readonly fromNs: number;
  /** The last one. */
  readonly toNs: number;
}

export interface OutputColumnsQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  /** Columns per stream. */
  readonly width: number;
}

/** How much was printed when, row-major streams × width; [fromNs, toNs) in columns of equal length. */
export interface OutputColumns {
  readonly fromNs: number;
  readonly toNs: number;
  readonly width: number;
  /** Those of the overview, in its order. */
  readonly streams: readonly LogRow['stream'][];
  readonly lines: Uint32Array<ArrayBuffer>;
  /** When the first piece of the column was read; NaN: there is none. */
  readonly firstNs: Float64Array<ArrayBuffer>;
}

export interface OutputPieceQuery {
  readonly session: string;
  readonly stream: LogRow['stream'];
  /** That nearest to a moment, or that before or after the one of a number, on the same stream. */
  readonly of:
    | { readonly kind: 'nearest'; readonly atNs: number }
    | { readonly kind: 'previous' | 'next'; readonly number: number };
}

/** What was read at once of a program's output. */
export interface OutputPiece {
  /** Its place among all pieces of the session. */
  readonly number: number;
  readonly stream: LogRow['stream'];
  readonly trial: number;
  readonly timeNs: number;
  /** As in `OutputOfStream`. */
  readonly lines: number;
  /** Its beginning. */
  readonly text: string;
}

/** What exact scheduling a session holds; of a session that was only sampled, no cores and no threads. */
export interface SchedulingTracks {
  readonly scheduling: Scheduling | null;
  /** Cores on which slices were recorded, ascending. */
  readonly cores: readonly number[];
  /** Threads with slices, the workload's first, each group in order of first slice. */
  readonly threads: readonly ThreadTrack[];
  /** Where most of the workload happens, where tasks run before all: what a first view shows. Null: no slices, and no tasks. */
  readonly worthSeeing: { readonly fromNs: number; readonly toNs: number } | null;
}

export interface ThreadTrack {
  readonly thread: number;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  /** The command of its process. */
  readonly command: string;
  readonly workload: boolean;
  /** The worker that this thread was, with its trial; null: none. */
  readonly worker: { readonly worker: number; readonly trial: number; readonly name: string } | null;
  readonly firstNs: number;
  readonly lastNs: number;
  readonly onCpuNs: number;
  readonly slices: number;
}

export interface SchedulingStripsQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  /** Pixels per strip. */
  readonly width: number;
  readonly cores: readonly number[];
  /** Numbers of threads' rows. */
  readonly threads: readonly number[];
}

export interface SchedulingStrips {
  /** Dominant: thread + 1. */
  readonly cores: Viewport;
  /** On a core. Dominant: core + 1. */
  readonly running: Viewport;
  /** Ready and without a core. */
  readonly delayed: Viewport;
}

export interface SlicesWithinQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  /** Slices on these cores … */
  readonly cores: readonly number[];
  /** … and those of these threads, from when they are ready. */
  readonly threads: readonly number[];
  /** Above this many, only their number is told. */
  readonly limit: number;
}

export interface SlicesWithin {
  /** Exact up to the limit; beyond it roughly how many begin in the range. */
  readonly total: number;
  /** Null when there are more than the limit. Ordered by start; each once. */
  readonly slices: StreamBatch<'slices'> | null;
}

export interface RangeQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Sums over a time range; slices that reach beyond it count with their part in it. */
export interface RangeSummary {
  readonly fromNs: number;
  readonly toNs: number;
  /** Those that were on a core or waited for one, the most CPU time first. */
  readonly threads: readonly ThreadInRange[];
  readonly cores: readonly CoreInRange[];
  readonly trials: readonly TrialInRange[];
  /** The mean number of the workload's threads that were on a core or waited for one, per core that it used; null: nothing recorded. */
  readonly oversubscription: number | null;
}

export interface ThreadInRange {
  readonly thread: number;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly workload: boolean;
  readonly onCpuNs: number;
  /** As far as its moments of readiness are known. */
  readonly runDelayNs: number;
  /** Slices that ended in the range, by why. */
  readonly blocked: number;
  readonly preempted: number;
  readonly migrations: number;
}

export interface CoreInRange {
  readonly core: number;
  readonly workloadNs: number;
  /** Null where only the workload was recorded, as is what is left: nobody knows whether others had the core then. */
  readonly othersNs: number | null;
  readonly idleNs: number | null;
  /** Threads that left the core. */
  readonly switches: number;
}

export interface TrialInRange {
  readonly trial: number;
  /** Tasks that ran in the range, and of these those that ended in it. */
  readonly tasks: number;
  readonly ended: number;
}

/** Row-major cores × width shares of each bucket, 0–1, and the demand for cores per bucket. */
export interface CoreDemand {
  readonly cores: readonly number[];
  readonly workload: Float32Array<ArrayBuffer>;
  /** NaN where only the workload was recorded. */
  readonly others: Float32Array<ArrayBuffer>;
  /** Mean number of the workload's threads that were on a core or ready for one. */
  readonly runnable: Float32Array<ArrayBuffer>;
}

/** Where a task's wall time went, and what happened to the thread that ran it. */
export interface TaskScheduling {
  readonly onCpuNs: number;
  readonly runDelayNs: number;
  /** Neither on a core nor ready for one. */
  readonly blockedNs: number;
  readonly cores: readonly number[];
  readonly migrations: number;
  /** Who took the core while the task had it, the most frequent first. */
  readonly preemptedBy: readonly { readonly name: string; readonly pid: number; readonly count: number }[];
  /** Other tasks ran on the same thread meanwhile: the times are the thread's, not the task's alone. */
  readonly shared: boolean;
}

export interface FlameQuery {
  readonly session: string;
  readonly fromNs: number;
  readonly toNs: number;
  readonly of: FlameScope;
}

export type FlameScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'process'; readonly pid: number }
  | { readonly kind: 'thread'; readonly pid: number; readonly tid: number }
  /** While the task ran, on the thread that ran it; of a coroutine, during its steps. */
  | { readonly kind: 'task'; readonly index: number };

/** CPU samples of a scope as a tree of calls, callers before those they called; the first node is all of it and has no frame. */
export interface FlameGraph {
  /** Whether the session holds CPU samples at all. */
  readonly sampled: boolean;
  readonly samples: number;
  /** By node: its caller's node (of the first: itself), its frame's number in `frames` (the first: 0, of none), and the time it stands for. */
  readonly caller: Uint32Array<ArrayBuffer>;
  readonly frame: Uint32Array<ArrayBuffer>;
  readonly selfNs: Float64Array<ArrayBuffer>;
  readonly totalNs: Float64Array<ArrayBuffer>;
  /** The frames that the nodes refer to. */
  readonly frames: readonly DetailRows['frames'][];
  /** What of these samples is to be known: a sentence on the bias of each sampler that took them. */
  readonly remarks: readonly string[];
}
