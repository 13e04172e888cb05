import type { ErrorEnvelope } from './errors.ts';
import type { Executor, Language } from './executors.ts';
import type { Skipped } from './lab-report.ts';
import type { Outcome, TaskBatch } from './session.ts';

/**
 * What the engine and the processes that run user code say to each other.
 *
 *   engine ── control (lines of JSON) ── keeper ── spawns ── runner ── threads and processes with the user's tasks
 *   engine ── channel (frames) ─────────────────────────────── runner
 *
 * All times are nanoseconds relative to the session's start.
 */

/** Where the user's function is and how its inputs are found. */
export interface TaskSource {
  readonly language: Language;
  /** Absolute path of the module. */
  readonly path: string;
  /** The same as a file URL. */
  readonly moduleUrl: string;
  /** The function of the module that is the task; null: its default export (Node). */
  readonly functionName: string | null;
  /** The user's path, for messages. */
  readonly label: string;
  /** A file of inputs that replaces the module's own, as JSON or lines. */
  readonly inputsPath: string | null;
  /** Tasks wanted; null: as many as the module's `meta.tasks` or its finite inputs say. */
  readonly tasks: number | null;
}

export interface TrialSetup {
  readonly source: TaskSource;
  readonly executor: Executor;
  readonly workers: number;
  /** Affinity by lane; null: not pinned. */
  readonly affinities: readonly (readonly number[] | null)[];
  readonly taskTimeoutNs: number | null;
  readonly warmUp: WarmUp;
}

/** Uncounted tasks before the clock starts: until `untilNs` have passed, at least `atLeast` tasks. */
export interface WarmUp {
  readonly untilNs: number;
  readonly atLeast: number;
}

export type RunnerCommand =
  | { readonly type: 'inspect'; readonly originNs: string; readonly source: TaskSource }
  | { readonly type: 'probe' }
  | { readonly type: 'prepare'; readonly originNs: string; readonly setup: TrialSetup }
  | { readonly type: 'run' }
  | { readonly type: 'close' };

/** What the module and its inputs turned out to be. */
export interface TaskInspection {
  /** What the module's `meta` calls the task; null when it does not. */
  readonly name: string | null;
  readonly tasks: number;
  /** Distinct inputs; 0 when the task takes none and gets its index. */
  readonly inputs: number;
  /** The iterable had not ended when enough had been taken from it. */
  readonly inputsCut: boolean;
  /** Neither the request, nor the module, nor finite inputs say how many tasks there are; absent: not told. */
  readonly countIsUsual?: boolean;
  /** Executors of its language that cannot run this task, whatever the number of workers. */
  readonly refusals: readonly Skipped[];
  /** It is a coroutine function; null: only a call shows it (Node). */
  readonly isAsync: boolean | null;
  /** Names of the functions that the module could be measured by instead; empty: only this one. */
  readonly functions: readonly string[];
}

/** Summed over all cores, in steps of a tick. */
export interface CoresMeanwhile {
  /** User and system time. */
  readonly busyNs: number;
  /** Time in which a core had work and the host of this virtual machine did not let it run. */
  readonly stolenNs: number;
}

/** The task run alone, one call after the other. */
export interface TaskProbe {
  readonly runs: number;
  readonly failed: number;
  readonly wallNs: number;
  /** Of `wallNs`, what the thread spent ready and without a core. */
  readonly runDelayNs: number;
  /** CPU time of the whole runner process meanwhile, and of child processes that the task waited for. */
  readonly onCpuNs: number;
  /** Of `onCpuNs`, the thread's that called the task: on an event loop only this keeps others waiting; null or absent: not known. */
  readonly callerOnCpuNs?: number | null;
  /** What the machine's cores did meanwhile, in all; null or absent: not known. */
  readonly cores?: CoresMeanwhile | null;
  /** The function returned a promise. */
  readonly async: boolean;
  /** Price of one thread of its own until it could take the task; null when it could not. */
  readonly threadStartNs: number | null;
  /** Price of one process of its own likewise; null where the start of the runner is the measure (Node). */
  readonly processStartNs: number | null;
  /** Memory of the process that ran the task, and what a thread with the task loaded adds to it; null or absent: not known. */
  readonly residentBytes?: number | null;
  readonly threadResidentBytes?: number | null;
}

export interface WorkerAnnouncement {
  /** Counted from 0 in each trial. */
  readonly worker: number;
  readonly pid: number;
  /** 0 where the platform does not tell. */
  readonly tid: number;
  readonly name: string;
  readonly affinity: readonly number[] | null;
  /** Every thread of `pid` works for this worker. */
  readonly wholeProcess: boolean;
}

/**
 * What a thread reads of itself just before it ends, because nobody else can read it afterwards. The
 * counters are cumulative since the thread began; null: this kernel does not tell.
 */
export interface ThreadReading {
  readonly pid: number;
  readonly tid: number;
  readonly onCpuNs: number;
  readonly runDelayNs: number | null;
  readonly voluntarySwitches: number | null;
  readonly involuntarySwitches: number | null;
  readonly migrations: number | null;
  /** The core it ran on when it read itself. */
  readonly core: number | null;
  /** How long the calling thread had existed; other threads of a process get the same figure. */
  readonly aliveNs: number;
}

/** Distinct failure messages of a trial, each with its count so far. */
export interface FailureCount {
  readonly outcome: Outcome;
  readonly message: string;
  readonly count: number;
  readonly firstTask: number;
}

export type RunnerEvent =
  | { readonly type: 'inspected'; readonly inspection: TaskInspection }
  | { readonly type: 'probed'; readonly probe: TaskProbe }
  | {
      readonly type: 'ready';
      readonly tasks: number;
      readonly workers: readonly WorkerAnnouncement[];
      /** Why workers could not be pinned although asked to; null when they are, or need not be. */
      readonly notPinned: string | null;
    }
  | { readonly type: 'workers'; readonly workers: readonly WorkerAnnouncement[] }
  | { readonly type: 'readings'; readonly readings: readonly ThreadReading[] }
  | { readonly type: 'tasks'; readonly batch: TaskBatch }
  | {
      readonly type: 'finished';
      readonly startNs: number;
      readonly endNs: number;
      /** Mean price of starting one worker, from the request until it could take a task. */
      readonly startupNs: number | null;
      readonly failures: readonly FailureCount[];
    }
  | { readonly type: 'failed'; readonly error: ErrorEnvelope };

/** Engine → keeper, one line of JSON each. End of file means: the engine is gone, kill everything. */
export type KeeperCommand =
  | {
      readonly type: 'start';
      /** `runner`: one of ours, with the channel as its descriptor 3. `program`: the user's, unmodified. */
      readonly role: 'runner' | 'program';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd: string;
      /** Changes to the environment that the engine has; null removes a variable. */
      readonly env: Readonly<Record<string, string | null>>;
      /** Cores the whole tree may use; null: all. */
      readonly cores: readonly number[] | null;
    }
  /** A program's process exists from `started` on, and runs from here on. */
  | { readonly type: 'release' }
  /** To the program and all of its process group, as a terminal sends them. */
  | { readonly type: 'signal'; readonly signal: PassedSignal }
  | { readonly type: 'kill' };

/** What the shell that holds a program runs; it shows in the process' command line until the program is released. */
export const heldScript = 'read _ <&3; exec 3<&-; exec';

export const passedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type PassedSignal = (typeof passedSignals)[number];

/** Keeper → engine. After `ended` the tree is gone and the keeper exits. Moments are CLOCK_MONOTONIC in decimal nanoseconds. */
export type KeeperEvent =
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'not-started'; readonly message: string }
  | { readonly type: 'released'; readonly atNs: string }
  /** A signal stopped the command, or it goes on. */
  | { readonly type: 'stopped'; readonly stopped: boolean }
  | {
      readonly type: 'exited';
      readonly code: number | null;
      readonly signal: string | null;
      readonly atNs: string;
    }
  | {
      readonly type: 'ended';
      readonly code: number | null;
      readonly signal: string | null;
      /** Processes that outlived the command for longer than a moment. */
      readonly outlived: readonly OutlivingProcess[];
    };

export interface OutlivingProcess {
  readonly pid: number;
  /** Its command line, or its short name. */
  readonly command: string;
  /** False when it could not be ended: it runs as another user. */
  readonly killed: boolean;
}
