/**
 * What a hook inside a traced program writes, and the engine reads: three files for each process (Python) or thread (Node), in the
 * run's private folder, named `<language>-<pid>-<n>` with these endings. They are written in place and never rewritten whole, so that what
 * stands in them survives `kill -9`; the engine may read them while they grow.
 *
 * - `.slots`: records of `slotBytes`, little endian. The first is the header. A record's kind is written last, so a kind of 0 means:
 *   not there yet. Later fields of a record are filled in place, its state last.
 * - `.steps`: 16-byte records {slot u32, duration u32 ns, start u64}: when a coroutine ran on its loop, or one item of a chunk ran.
 * - `.samples`: 32-byte records {tid u32, stack u32, time u64, weight u64 ns, 0 u64}: a thread of Python was in this stack, and had used that
 *   much CPU time since its sample before. The time is written last. Only where CPU samples were asked for.
 *   Node writes V8's own CPU profiles instead: `.<k>.cpuprofile`, one after the other, whose times are microseconds of CLOCK_MONOTONIC.
 * - `.strings`: lines of JSON; the number of a string is that of its line, from 1. 0 stands for none.
 *
 * Times are nanoseconds of CLOCK_MONOTONIC. 0 stands for what is not known.
 */
export const traceFormatVersion = 1;
export const slotBytes = 128;
export const stepBytes = 16;

/** A step that has not ended has this duration; a longer one than fits has one less. */
export const openStep = 0xffff_ffff;

export const traceEndings = {
  slots: '.slots',
  steps: '.steps',
  strings: '.strings',
  samples: '.samples',
  cpuProfile: '.cpuprofile',
} as const;

export const sampleBytes = 32;

/**
 * An empty file of this name in the run's folder asks hooks for CPU samples. A file and no variable: it reaches programs whatever becomes of
 * their environment.
 */
export const samplingFile = 'cpu-samples';

/** What the hook of Python calls its thread that takes CPU samples: it waits for the GIL, and is none of the program's. */
export const samplerThreadName = 'corelane-cpu';

/**
 * A file beside the folder of a run, where hooks leave a line for each process or thread that they cannot record: its pid, and why. Each user may
 * append to it, as a program may change its user and so lose the right to write anywhere else.
 */
export const untracedFile = 'untraced';

/** Names the folder of a run to whatever it starts. */
export const traceVariable = 'CORELANE_TRACE';

export const slotKinds = {
  /** The first record of a file. */
  header: 9,
  /** A task, as whoever handed it over sees it; or, within one process, all of it. */
  task: 1,
  /** The same task as the other process that ran it sees it; both have the same pool's `scope` and the same key. */
  run: 2,
  /** A thread or process that works for a pool: `pool`, `workerPid`, `workerTid`, `name`; from `start` to `end`. */
  worker: 3,
  /** A named stretch or moment: `api` is the index of its kind in `spanKinds`, `name` its string, from `start` to `end`, on `workerTid`. */
  span: 4,
  /** How an event loop fared from `start` to `end`: `cpu` was spent outside its poll, `longest` is its longest delay, on `workerTid`. */
  loop: 5,
} as const;

/** The index is the stored code. `called`: a coroutine that runs inside another is none of them. */
export const taskStates = ['submitted', 'running', 'ok', 'error', 'cancelled', 'lost'] as const;
export type TaskState = (typeof taskStates)[number];

export const spanKinds = ['mark', 'measure', 'gc', 'uncaught', 'held-loop'] as const;
export type SpanKind = (typeof spanKinds)[number];

/** Those of Python. */
export const pythonApis = [
  'concurrent.futures.ThreadPoolExecutor',
  'concurrent.futures.ProcessPoolExecutor',
  'concurrent.futures.InterpreterPoolExecutor',
  'multiprocessing.pool.Pool',
  'multiprocessing.pool.ThreadPool',
  'threading.Thread',
  'multiprocessing.Process',
  'asyncio.Task',
  'loky',
  'joblib',
] as const;

/** The concurrency APIs whose tasks are traced, by the names that reports give them. The index is the stored code. */
export const tracedApis = [
  ...pythonApis,
  'worker_threads.Worker',
  'child_process',
  'cluster',
  'piscina',
  'tinypool',
  'workerpool',
  'poolifier',
] as const;
export type TracedApi = (typeof tracedApis)[number];

/** Bits of a record's flags. */
export const slotFlags = {
  /** What was submitted is no function but a value: the call was made by the caller, before. */
  notCallable: 1,
  /** The submitter waited for the result before it submitted anything else. */
  awaitedAtOnce: 2,
  /** Arguments or result could not be pickled. */
  unpicklable: 4,
  /** Its worker died. */
  workerDied: 8,
} as const;

/** Where each field of a record begins. A header has only those of `headerOffsets`. */
export const slotOffsets = {
  kind: 0, // u8
  state: 1, // u8
  api: 2, // u8
  flags: 3, // u8
  /** Its own number in the file: that of the record, from 1. */
  number: 4, // u32
  submit: 8, // u64
  start: 16, // u64
  end: 24, // u64
  /** When the submitter's side had the result. */
  result: 32, // u64
  /** Thread CPU time while it ran. */
  cpu: 40, // u64
  submitTid: 48, // u32
  /** 0: this process. */
  workerPid: 52, // u32
  workerTid: 56, // u32
  /** The number of the task within which it was submitted. */
  parent: 60, // u32
  /** String: a place, the code that the task runs. */
  callable: 64, // u32
  /** String: a place, where it was submitted. */
  site: 68, // u32
  /** String: a name of its own (of a thread, a process, a coroutine's task). */
  name: 72, // u32
  /** String: {type, message} of what it failed with. */
  error: 76, // u32
  /** String: the pool it went to. */
  pool: 80, // u32
  /** Items of a chunked map that travel in this record: each is a task, and has a step. Of a worker thread of Node: messages sent to it. */
  items: 84, // u32
  /** Joins a task with its run: the pool's own number of it, from 1. */
  key: 88, // u64
  argumentBytes: 96, // u64
  resultBytes: 104, // u64
  /** Time to pickle and unpickle arguments, and results. */
  argumentNs: 112, // f32
  resultNs: 116, // f32
  /** Of a coroutine: how often it ran. Of a worker thread of Node: messages received from it. */
  steps: 120, // u32
  longest: 124, // f32 ns
} as const;

export const headerOffsets = {
  kind: 0, // u8
  /** Index in `tracedLanguages`. */
  language: 1, // u8
  version: 2, // u8
  pid: 4, // u32
  start: 8, // u64
  /** 0: it did not end in an orderly way, or runs. */
  end: 16, // u64
  /** Records that could not be written (no room on disk). */
  dropped: 24, // u64
  ppid: 32, // u32
  /** Thread that the file is of; 0: all of the process. */
  tid: 36, // u32
  /** String: {runtime, executable, argv}. */
  program: 40, // u32
} as const;

export const tracedLanguages = ['python', 'node'] as const;
export type TracedLanguage = (typeof tracedLanguages)[number];

/** What the lines of a `.strings` file hold, by the fields that name them. */
export interface TraceStrings {
  /** Of `callable` and `site`. `file` as the language names it (`<stdin>`, an absolute path); `name` the qualified name of the function. */
  readonly place: { readonly name: string; readonly file: string; readonly line: number };
  readonly error: { readonly type: string; readonly message: string };
  /** `scope` is equal in all processes that have to do with the same pool, and differs between pools. `workers`: the most it may have; 0: not known. */
  readonly pool: { readonly name: string; readonly scope: string; readonly workers: number };
  /** The innermost frame of a stack, and the number of the stack that called it; 0: none did. */
  readonly stack: { readonly frame: TraceStrings['place']; readonly caller: number };
  readonly name: string;
  readonly program: {
    readonly runtime: string;
    readonly executable: string;
    readonly argv: readonly string[];
  };
}
