import type { Outcome } from '../../../shared/session.ts';
import type { ThreadReading, TrialSetup } from '../../../shared/worker-protocol.ts';
import type { SessionClock } from '../clock.ts';
import type { TaskFunction } from '../task-module.ts';
import type { WorkerRoster } from '../worker-roster.ts';

/**
 * One concurrency API running one trial. The five implementations differ only in where `run` takes the
 * call: nothing above this interface knows which one it drives.
 */
export interface Executor {
  /** Brings every worker to where it can take a task. Rejects with `runner-failed` when none can be started. */
  start(): Promise<void>;
  /** Hands one task over and resolves when it is settled, however it ended; never rejects. */
  run(call: TaskCall): Promise<SettledTask>;
  /** Mean price of starting one worker so far; null when nothing was started. */
  startupNs(): number | null;
  /** Ends all workers. Tasks still running are given up. */
  close(): Promise<void>;
}

export interface ExecutorContext {
  readonly setup: TrialSetup;
  /** The task, loaded in the runner itself (used by the event loop only). */
  readonly task: TaskFunction;
  readonly originNs: string;
  readonly now: SessionClock;
  readonly roster: WorkerRoster;
  /** Calls that may be on their way at the same time; `TaskCall.slot` stays below it. */
  readonly slots: number;
  readonly onReadings: (readings: readonly ThreadReading[]) => void;
}

export interface TaskCall {
  readonly index: number;
  readonly input: unknown;
  /** A number no other unsettled call has. */
  readonly slot: number;
}

export interface SettledTask {
  readonly outcome: Outcome;
  /** NaN when it never started. */
  readonly start: number;
  /** NaN when nobody saw it end. */
  readonly end: number;
  readonly worker: number;
  readonly lane: number;
  readonly tid: number;
  /** NaN: not known, or the result crossed no boundary. */
  readonly resultBytes: number;
  /** Why it is not ok; null when it is. */
  readonly message: string | null;
}

export const timedOut = (timeoutNs: number): string =>
  `did not settle within ${timeoutNs / 1e9} s (--task-timeout)`;

/** Sum and count of start-up prices. */
export class StartupMeter {
  #totalNs = 0;
  #count = 0;

  add(ns: number): void {
    this.#totalNs += ns;
    this.#count += 1;
  }

  meanNs(): number | null {
    return this.#count === 0 ? null : this.#totalNs / this.#count;
  }
}
