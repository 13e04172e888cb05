import type { LabReport } from './lab-report.ts';
import type { ProfileReport } from './profile-report.ts';
import type { TracedApi, TracedLanguage } from './trace-format.ts';
import type { Nanoseconds } from './units.ts';
import type { WhatIfReport } from './what-if.ts';

/**
 * The session: what a recording consists of, independent of how the file stores it.
 *
 * A session holds a header, documents (trials, workers, threads: few, described by JSON) and streams
 * (tasks, samples: many, columnar). All times are nanoseconds of CLOCK_MONOTONIC relative to the
 * session's start, as doubles; NaN stands for a time or a size that is not known.
 */

/** The session file's format version; readers refuse a newer one. */
export const sessionVersion = 2;

/** How the values of a column are stored and typed in memory. */
export type ColumnKind = 'time' | 'f64' | 'u32' | 'u16' | 'u8';

export type ColumnArray<K extends ColumnKind> = K extends 'time' | 'f64'
  ? Float64Array<ArrayBuffer>
  : K extends 'u32'
    ? Uint32Array<ArrayBuffer>
    : K extends 'u16'
      ? Uint16Array<ArrayBuffer>
      : Uint8Array<ArrayBuffer>;

export type StreamSchema = Readonly<Record<string, ColumnKind>>;

/** Equally long columns, one row per index. Rows of a stream are ordered by nothing but arrival. */
export type Batch<S extends StreamSchema> = { readonly [C in keyof S]: ColumnArray<S[C]> };

/** How a task ended. `running` never appears in a finished trial. The index is the stored code. */
export const outcomes = ['ok', 'error', 'cancelled', 'lost'] as const;
export type Outcome = (typeof outcomes)[number];
export const outcomeCode = (outcome: Outcome): number => outcomes.indexOf(outcome);

/** Why a slice ended; `unknown`: recording stopped, or records were lost. The index is the stored code. */
export const sliceEnds = ['blocked', 'preempted', 'exited', 'unknown'] as const;
export type SliceEnd = (typeof sliceEnds)[number];
export const sliceEndCode = (end: SliceEnd): number => sliceEnds.indexOf(end);

/**
 * What a thread was seen at from outside: on a core or ready for one, waiting for the GIL, for another lock (a sub-interpreter's own GIL
 * included), in another system call (sleeping is one). The index is the stored code.
 */
export const waitStates = ['running', 'gil', 'lock', 'io'] as const;
export type WaitState = (typeof waitStates)[number];
export const waitStateCode = (state: WaitState): number => waitStates.indexOf(state);

export const streams = {
  /**
   * One row per settled task. `lane` is the concurrency slot that held the task while it ran (0 ≤ lane
   * < workers of the trial); `worker` is the index of the worker's row, unique in the session; `start` and `end` are NaN
   * for a task that never started or whose end nobody saw. `key` orders a row on the timeline.
   */
  tasks: {
    trial: 'u16',
    index: 'u32',
    input: 'u32',
    submit: 'time',
    start: 'time',
    end: 'time',
    worker: 'u32',
    lane: 'u16',
    tid: 'u32',
    outcome: 'u8',
    argument_bytes: 'f64',
    result_bytes: 'f64',
  },
  /** Time each core spent in each state since the previous sample of that core, from /proc/stat. */
  cores: {
    time: 'time',
    core: 'u16',
    user_ns: 'f64',
    system_ns: 'f64',
    iowait_ns: 'f64',
    steal_ns: 'f64',
    idle_ns: 'f64',
  },
  /** Cumulative counters of one thread at `time`; `thread` is the index of the thread's row. */
  threads: {
    time: 'time',
    thread: 'u32',
    on_cpu_ns: 'f64',
    run_delay_ns: 'f64',
    voluntary_switches: 'f64',
    involuntary_switches: 'f64',
    migrations: 'f64',
    core: 'u16',
  },
  /** Resident set of one process at `time`. */
  memory: { time: 'time', pid: 'u32', rss_bytes: 'f64' },
  /**
   * Exact scheduling: one row per slice, written when it has ended. `thread` (row index) was on `core` from `start` to `end`.
   * `ready`: since when it could have run (NaN: not known), so that [ready, start] is its run delay. `by`: the thread that took the core
   * when it was preempted. `waker`: the thread whose doing made it ready. Both are row index + 1; 0: not known, or nobody.
   */
  slices: {
    ready: 'time',
    start: 'time',
    end: 'time',
    core: 'u16',
    thread: 'u32',
    ended: 'u8',
    by: 'u32',
    waker: 'u32',
  },
  /** Records of scheduling on `core` that the kernel had to drop, known by `time`. */
  losses: { time: 'time', core: 'u16', records: 'f64' },
  /**
   * What the hook in a traced program saw of a task, beyond its row in `tasks`: one row for each, `task` is that row's index. `site`: the
   * number of the row that says what it ran and where it was submitted. `name`, `error`: numbers of names' rows. These numbers count from 1; 0:
   * none. `parent`: index + 1 of the task that submitted it; 0: none. `chunk`: equal, and
   * not 0, for items that travelled together; sizes and times of pickling are then the item's share. `result`: when the
   * submitter's side had it. `cpu_ns`: thread CPU time while it ran. `steps`: how often a coroutine ran; of others 0. `flags`: `slotFlags`.
   */
  traced: {
    task: 'u32',
    site: 'u32',
    name: 'u32',
    error: 'u32',
    parent: 'u32',
    chunk: 'u32',
    flags: 'u8',
    submit_pid: 'u32',
    submit_tid: 'u32',
    worker_pid: 'u32',
    result: 'time',
    cpu_ns: 'f64',
    argument_ns: 'f64',
    result_ns: 'f64',
    steps: 'u32',
    longest_step_ns: 'f64',
  },
  /** When a coroutine ran on its loop's thread; `task` is the index of its row in `tasks`. */
  steps: { task: 'u32', pid: 'u32', tid: 'u32', start: 'time', end: 'time' },
  /** Marks, measures, GC pauses and the like: `kind` is an index in `spanKinds`, `name` the number of a name's row. */
  spans: { kind: 'u8', name: 'u32', pid: 'u32', tid: 'u32', start: 'time', end: 'time' },
  /** How an event loop fared from `start` to `end`: time outside its poll, and its longest delay. */
  loops: {
    pid: 'u32',
    tid: 'u32',
    start: 'time',
    end: 'time',
    active_ns: 'f64',
    longest_delay_ns: 'f64',
  },
  /**
   * What a thread of a Python program was seen at: `thread` is the number of its row, `state` an index in `waitStates`. A row says what held
   * since the thread's row before it; of what stays the same only the first and the last moment are written, and one in a second. Where a
   * thread has no row for two seconds, or none before, nobody looked.
   */
  waits: { time: 'time', thread: 'u32', state: 'u8' },
  /**
   * CPU samples: at `time` the thread was in `stack` (the number of a stack's row), which stands for `weight_ns` of its time. Of Python: CPU
   * time that it had used since its sample before. Of Node: wall time from `time` on, of which slices tell what it had a core.
   */
  samples: { time: 'time', pid: 'u32', tid: 'u32', stack: 'u32', weight_ns: 'f64' },
} as const satisfies Readonly<Record<string, StreamSchema>>;

export type StreamName = keyof typeof streams;
export type StreamBatch<N extends StreamName> = Batch<(typeof streams)[N]>;
export type ColumnName<N extends StreamName> = Extract<keyof StreamBatch<N>, string>;
export type TaskBatch = StreamBatch<'tasks'>;

/** One worker of one trial: a thread or process that ran tasks, and where it was allowed to run. */
export interface WorkerRow {
  readonly worker: number;
  readonly trial: number;
  readonly pid: number;
  /** Native thread id; 0 where the platform does not tell. */
  readonly tid: number;
  readonly name: string;
  /** The cores the worker was pinned to; null when it was not pinned. */
  readonly affinity: readonly number[] | null;
}

/** One thread that the collector saw. Given again under the same number, it replaces the row (a thread was renamed). */
export interface ThreadRow {
  readonly thread: number;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  /** Of the measured process tree; others only shared the cores with it. */
  readonly workload: boolean;
}

/** One process that the collector saw. Given again under the same number, it replaces the row (it executed another program, or ended). */
export interface ProcessRow {
  readonly process: number;
  readonly pid: number;
  /** The process that started it; null: not known. */
  readonly ppid: number | null;
  /** Its command line as of its last exec, arguments apart by spaces; its short name where that could not be read. */
  readonly command: string;
  readonly workload: boolean;
  /** Null: before the recording, or not known. */
  readonly start: Nanoseconds | null;
  /** Null: after the recording, or not known. */
  readonly end: Nanoseconds | null;
}

/**
 * Small rows that streams refer to by `number`, kept by kind: what a traced program is made of. Given again under the same number, a row
 * replaces the one before.
 */
export interface DetailRows {
  /** What a task ran, where it was submitted, and to what; many tasks share one. */
  readonly sites: {
    readonly number: number;
    readonly api: TracedApi;
    /** Null: not known, as below. */
    readonly callable: TracedPlace | null;
    readonly submitted_at: TracedPlace | null;
    /** The number of the pool's row. */
    readonly pool: number | null;
  };
  readonly pools: {
    readonly number: number;
    readonly api: TracedApi;
    readonly name: string;
    /** The process that made it. */
    readonly pid: number;
    /** The most it may have; null: not known. */
    readonly workers: number | null;
  };
  /** The lanes of tasks (`tasks.lane`) of a profile, and whose they are: a pool's worker, or one of several coroutines at a time. */
  readonly lanes: {
    readonly number: number;
    readonly api: TracedApi;
    readonly pool: number | null;
    readonly pid: number;
    /** Null: not one thread all the time. */
    readonly tid: number | null;
    readonly name: string;
  };
  /** A process, or a thread of Node, in which the hook was at work. */
  readonly programs: {
    readonly number: number;
    readonly language: TracedLanguage;
    readonly pid: number;
    readonly tid: number | null;
    /** `CPython 3.13.0`. */
    readonly runtime: string;
    readonly executable: string;
    readonly argv: readonly string[];
    /** The hook saw its end. */
    readonly orderly: boolean;
    /** Records that it could not write. */
    readonly dropped: number;
  };
  /** Names of tasks, of spans, and errors as `type: message`, the type alone where there is no message. */
  readonly names: { readonly number: number; readonly text: string };
  readonly frames: {
    readonly number: number;
    readonly name: string;
    readonly file: string;
    readonly line: number;
    readonly language: TracedLanguage;
  };
  /** Call stacks as a tree: the innermost frame's number, and the number of the stack that called it; null: none did. */
  readonly stacks: { readonly number: number; readonly frame: number; readonly caller: number | null };
}

export type DetailKind = keyof DetailRows;
export const detailKinds = [
  'sites',
  'pools',
  'lanes',
  'programs',
  'names',
  'frames',
  'stacks',
] as const satisfies readonly DetailKind[];

export interface TracedPlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Distinct failures of a trial's tasks: the message, how often, and the first task that had it. */
export interface FailureRow {
  readonly trial: number;
  readonly outcome: Outcome;
  readonly message: string;
  readonly count: number;
  readonly first_task: number;
}

/** A piece of the measured program's own output. */
export interface LogRow {
  readonly trial: number;
  readonly time: Nanoseconds;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What identifies a session before anything is measured. */
export interface SessionHeader {
  readonly version: number;
  readonly id: string;
  readonly command: 'lab' | 'profile' | 'what-if';
  /**
   * What the user picked, as they wrote it (of an absolute path, the file's name), behind the name it gives itself,
   * if any; and its absolute path. Of a profile: the command line, and the program's path.
   */
  readonly workload: { readonly label: string; readonly path: string };
  /** Wall clock of the session's start, ISO 8601. */
  readonly started_at: string;
  /** CLOCK_MONOTONIC at the session's start, decimal nanoseconds (exceeds a double's integers). */
  readonly origin_ns: string;
  readonly corelane: string;
}

/** The report of the command that recorded the session, as `show --json` prints it. */
export type SessionReport = LabReport | ProfileReport | WhatIfReport;

/** What a viewport query answers: one strip of `width` buckets per track. */
export interface Viewport {
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  readonly width: number;
  readonly tracks: readonly number[];
  /** Row-major tracks × width. Share of the bucket in which the track was busy, 0–1. */
  readonly busy: Float32Array<ArrayBuffer>;
  /** What held most of the bucket: the thread + 1 (cores), trial + 1 (tasks), core + 1 (threads, delays); 0: none. */
  readonly dominant: Uint32Array<ArrayBuffer>;
  /** Share of the bucket that the dominant one held, 0–1. */
  readonly dominantShare: Float32Array<ArrayBuffer>;
  /** Slices or tasks that begin in the bucket. */
  readonly count: Uint32Array<ArrayBuffer>;
}

export interface ViewportQuery {
  /** `threads`: when threads were on a core. `delays`: when they were ready and had none. */
  readonly group: 'cores' | 'tasks' | 'threads' | 'delays';
  /** Core numbers, lanes, or the numbers of threads' rows. */
  readonly tracks: readonly number[];
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  /** Pixels: buckets per track. */
  readonly width: number;
}

/** Rows of a stream whose time (a task's submit…end) may touch [from, to]; without bounds, all rows. */
export interface RowQuery {
  readonly from?: Nanoseconds;
  readonly to?: Nanoseconds;
}

/** Some columns of these rows: what is not asked for need not be decoded. */
export interface ColumnQuery<C extends string> extends RowQuery {
  readonly columns: readonly C[];
  /** The rows of each batch may come in any order, which costs less. */
  readonly anyOrder?: boolean;
}

/** Read access to a recorded session; streams are read chunk by chunk and never held whole. */
export interface SessionReader {
  readonly path: string;
  readonly header: SessionHeader;
  /** False when the recording did not end by itself (interrupted, killed). */
  readonly complete: boolean;
  /** The report as of the last finished trial; null when the recording ended before one was written. */
  report(): SessionReport | null;
  workers(): readonly WorkerRow[];
  threads(): readonly ThreadRow[];
  processes(): readonly ProcessRow[];
  failures(): readonly FailureRow[];
  /** In order of their numbers. */
  details<K extends DetailKind>(kind: K): readonly DetailRows[K][];
  logs(): Iterable<LogRow>;
  /** Rows of output written so far: none is read. */
  logCount(): number;
  /** Rows written so far, from the chunk index: no chunk is read. */
  count(stream: StreamName): number;
  /** From the earliest to the latest known time of its rows, from the chunk index; null: none is known. */
  extent(stream: StreamName): { readonly from: Nanoseconds; readonly to: Nanoseconds } | null;
  batches<N extends StreamName>(stream: N, query?: RowQuery): Iterable<StreamBatch<N>>;
  columnBatches<N extends StreamName, C extends ColumnName<N>>(
    stream: N,
    query: ColumnQuery<C>,
  ): Iterable<Pick<StreamBatch<N>, C>>;
  viewport(query: ViewportQuery): Viewport;
  close(): void;
}

/** Write access while recording. Calls return at once; the writer's worker commits every 200 ms to 1 s. */
export interface SessionWriter {
  readonly path: string;
  append<N extends StreamName>(stream: N, batch: StreamBatch<N>): void;
  addWorkers(rows: readonly WorkerRow[]): void;
  addThreads(rows: readonly ThreadRow[]): void;
  addProcesses(rows: readonly ProcessRow[]): void;
  addFailures(rows: readonly FailureRow[]): void;
  addDetails<K extends DetailKind>(kind: K, rows: readonly DetailRows[K][]): void;
  addLogs(rows: readonly LogRow[]): void;
  setReport(report: SessionReport): void;
  /** Resolves when all that was given so far is on disk, for whoever reads the session while it is recorded. */
  flushed(): Promise<void>;
  /** Resolves when all that was given is on disk and the file stands alone. Rejects with session-unwritable. */
  finish(options: { readonly complete: boolean }): Promise<void>;
  /** Rejects as soon as the file can no longer be written; never resolves before `finish`. */
  readonly failed: Promise<never>;
}
