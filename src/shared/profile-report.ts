import type { CollectorUse, CoreUse, Finding, Machine, Scheduling } from './lab-report.ts';

/**
 * The report of a profile: the object that `profile --json` and `show --json` print. Its keys are a public contract, like those of a
 * lab's report: snake_case, units in the names, shares between 0 and 1, null for what is not known.
 */
export interface ProfileReport {
  readonly corelane: 1;
  readonly command: 'profile';
  readonly session: string;
  /** The recording saw the program's end; false while it runs, and when it was cut off. */
  readonly complete: boolean;
  /** The program and its arguments, as they were started. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Cores that the program was held on. */
  readonly cores_used: readonly number[];
  readonly exit: ProgramExit;
  readonly wall_ms: number | null;
  readonly machine: Machine;
  readonly scheduling: Scheduling;
  readonly processes: readonly ProfiledProcess[];
  readonly cores: readonly CoreUse[];
  readonly tasks: ProfiledTasks;
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
  /** Null until the recording has ended. */
  readonly collector: CollectorUse | null;
}

/** Both null while it runs, or when its end was not seen. */
export interface ProgramExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface ProfiledProcess {
  readonly pid: number;
  readonly ppid: number | null;
  readonly command: string;
  readonly threads: readonly ProfiledThread[];
}

export interface ProfiledThread {
  readonly tid: number;
  readonly name: string;
  readonly on_cpu_ms: number | null;
  readonly run_delay_ms: number | null;
  readonly voluntary_switches: number | null;
  readonly involuntary_switches: number | null;
  readonly migrations: number | null;
}

/** Tasks that were traced, by the API they were handed to; none where nothing was traced. */
export interface ProfiledTasks {
  readonly total: number;
  readonly by_api: Readonly<Record<string, TasksOfApi>>;
}

/** Sums over the tasks of which they are known; null: of none. */
export interface TasksOfApi {
  readonly count: number;
  readonly ok: number;
  readonly error: number;
  readonly cancelled: number;
  readonly lost: number;
  /** From start to end. */
  readonly run_ms: number | null;
  /** From submit to start. */
  readonly queue_ms: number | null;
  /** What their threads had of cores while they ran, coroutines while their steps did. Null also where it is not known of all. */
  readonly on_cpu_ms: number | null;
}
