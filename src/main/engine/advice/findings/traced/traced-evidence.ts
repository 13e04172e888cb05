import type { DetailRows } from '../../../../../shared/session.ts';
import type { TracedLanguage } from '../../../../../shared/trace-format.ts';
import type { TaskEvidence } from '../evidence.ts';
import type { TimeBuckets } from '../time-buckets.ts';

/** What the tasks of a traced program did: sums for each place that submits, each pool and each event loop. Times are points of the session. */
export interface TracedEvidence {
  readonly submits: readonly SubmitEvidence[];
  readonly pools: readonly PoolEvidence[];
  readonly nestings: readonly NestingEvidence[];
  readonly loops: readonly LoopEvidence[];
  /** Rows of threads, and of processes' main threads, that were started for one task each. */
  readonly soloThreads: ReadonlySet<number>;
  /** Whether any task was traced: then threads that ran none are no workers. */
  readonly hasTasks: boolean;
}

/** What is submitted at one place of the code, by one thread. */
export interface SubmitEvidence {
  readonly site: DetailRows['sites'];
  readonly pool: DetailRows['pools'] | null;
  readonly tasks: number;
  /** What was submitted is no function. */
  readonly notCallable: FlaggedTasks;
  readonly unpicklable: FlaggedTasks;
  /** The process that ran them, or was to, died. */
  readonly lost: FlaggedTasks;
  /** The submitter waited for the result before it submitted anything else. */
  readonly awaitedAtOnce: number;
  readonly flight: FlightEvidence;
  readonly firstSubmit: number;
  readonly lastSubmit: number;
  /** Start to end, of all tasks; what never ran, or whose end nobody saw, does not count. */
  readonly runNs: number;
  /** What the submitting thread did between its first and its last submit; null: not known, or of no interest. */
  readonly between: ThreadWork | null;
}

/** Tasks with one trait: how many, when, what they failed with first, and the processes that ran them. */
export interface FlaggedTasks {
  readonly tasks: number;
  readonly from: number;
  readonly to: number;
  readonly error: string | null;
  readonly pids: ReadonlySet<number>;
}

/** Tasks from submit to the result: whether one was under way while the next was submitted. */
export interface FlightEvidence {
  readonly tasks: number;
  /** Of them: submitted before the one before had ended. */
  readonly overlapping: number;
  /** With a task under way, if none overlap. */
  readonly inFlightNs: number;
  readonly from: number;
  readonly to: number;
}

export interface PoolEvidence {
  readonly row: DetailRows['pools'];
  /** Workers that it started. */
  readonly started: number;
  readonly tasks: number;
  /** The most tasks that ran at the same time. */
  readonly busiest: number;
  readonly runNs: number;
  /** From the first submit to the last end; NaN without tasks. */
  readonly from: number;
  readonly to: number;
  readonly moved: MovedBytes;
  readonly flight: FlightEvidence;
  readonly awaitedAtOnce: number;
  /** Its workers' time while it had tasks; null: not known, or of no interest. */
  readonly work: ThreadWork | null;
  /** Of its lanes; null: nothing ran. */
  readonly handedOver: TaskEvidence | null;
  /** The place that gave it most of its tasks; null: it was given none. */
  readonly mainSite: DetailRows['sites'] | null;
}

/** Moving arguments and results between processes, of the tasks of which it is known. */
export interface MovedBytes {
  readonly tasks: number;
  /** Run time of these tasks. */
  readonly runNs: number;
  /** Pickling and unpickling. */
  readonly argumentNs: number;
  readonly resultNs: number;
  readonly argumentBytes: number;
  readonly resultBytes: number;
}

/** Pools whose tasks were submitted by tasks: of another pool, or of one place of the code. */
export interface NestingEvidence {
  /** What the outer tasks run. */
  readonly outer: DetailRows['sites'];
  readonly outerPool: PoolEvidence | null;
  readonly inner: readonly PoolEvidence[];
  /** Of all their workers. */
  readonly work: ThreadWork | null;
}

/** What threads did within a stretch of time. */
export interface ThreadWork {
  readonly from: number;
  readonly to: number;
  readonly onCpuNs: number;
  /** Ready, without a core. */
  readonly runDelayNs: number;
  /** Threads on a core or waiting for one. */
  readonly runnable: TimeBuckets;
}

/** An event loop: the thread that runs it. */
export interface LoopEvidence {
  readonly pid: number;
  readonly tid: number;
  /** Null: not known. */
  readonly language: TracedLanguage | null;
  /** Stays that are too long for a loop, at most `mostHolds`: steps of its coroutines, and callbacks. */
  readonly holds: readonly Hold[];
  /** The coroutines with long steps, taken together; null: none. */
  readonly heavy: HeavyCoroutines | null;
}

/** What of a stay on a loop others may be why of. */
export interface LoopWait {
  /** The loop's thread was ready, without a core. */
  readonly runDelayNs: number;
  /** It had a core, and the host of the virtual machine did not let that run; an estimate. */
  readonly stolenNs: number;
}

/** One stay of code on a loop. */
export interface Hold {
  readonly from: number;
  readonly to: number;
  readonly wait: LoopWait;
  readonly site: DetailRows['sites'] | null;
  /** What it is called, where no task is known. */
  readonly name: string | null;
  /** Other coroutines of the loop that were there meanwhile, those that submitted it left out; null: not known whether anybody waited. */
  readonly others: number | null;
}

/** Coroutines of one loop that run for long without giving way, and have submitted none of the others of them. */
export interface HeavyCoroutines {
  readonly site: DetailRows['sites'];
  readonly tasks: number;
  readonly steps: number;
  readonly stepNs: number;
  /** Submit to end, of all of them. */
  readonly aliveNs: number;
  readonly from: number;
  readonly to: number;
  /** Of the loop's thread from there to there; null: not known. */
  readonly work: ThreadWork | null;
}
