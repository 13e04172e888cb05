import { familyOf, type Executor } from './executors.ts';
import type { PinPolicy } from './lab-report.ts';
import { fromSeconds, type Nanoseconds } from './units.ts';

/** What a lab is asked to do. Null leaves the choice to the lab. */
export interface LabRequest {
  /** The task as the user wrote it. */
  readonly task: string;
  readonly executors: readonly Executor[] | null;
  readonly workers: readonly number[] | null;
  readonly cores: readonly number[] | null;
  readonly pin: PinPolicy;
  readonly tasks: number | null;
  /** Trials of each configuration; null: as many as it takes within the budget. */
  readonly repeat: number | null;
  readonly taskTimeout: Nanoseconds | null;
  /** Time for the whole lab; null: a minute where their number is open, else no limit. */
  readonly budget: Nanoseconds | null;
  readonly objective: Objective;
  /** A file of inputs instead of the module's own. */
  readonly inputs: string | null;
  readonly node: string | null;
  readonly python: string | null;
  /** The same work as a coroutine function, FILE:FUNCTION, for the executors that only run those. */
  readonly asyncVariant: string | null;
  /** The half of the executors to recommend from, whatever the figures say. */
  readonly prefer: Preference | null;
  /** Where the session is written. */
  readonly out: string;
}

export const objectives = ['throughput', 'latency', 'memory'] as const;
export type Objective = (typeof objectives)[number];

export const preferences = ['async', 'sync'] as const;
/** `async`: an event loop; `sync`: threads or processes. */
export type Preference = (typeof preferences)[number];

/** Time for the trials of a lab that chooses their number itself. */
export const defaultBudget = fromSeconds(60);

/** One point of the experiment: an executor with a number of workers. */
export interface Configuration {
  readonly executor: Executor;
  readonly workers: number;
}

export interface PlannedTrial extends Configuration {
  /** Counted from 1. */
  readonly repeat: number;
}

/**
 * Interleaved: A B C A B C, never A A B B. A machine that gets slower or noisier over the minutes then
 * does so for all alike, and repeats of one configuration are not neighbours in time.
 */
export function interleave(points: readonly Configuration[], repeats: number): readonly PlannedTrial[] {
  return Array.from({ length: repeats }, (_, round) =>
    points.map((point) => ({ ...point, repeat: round + 1 })),
  ).flat();
}

/**
 * The affinity of each lane under a pin policy; null: not pinned. On an event loop all lanes are one thread, which is one of no others to be kept apart from;
 * and the threads that work for it (libuv's, those of `asyncio.to_thread`) inherit its cores: on a single one they would be no help.
 */
export function affinities(
  { executor, workers }: Configuration,
  pin: PinPolicy,
  cores: readonly number[],
): readonly (readonly number[] | null)[] {
  const onLoop = familyOf(executor) === 'event-loop';
  const lanes = onLoop ? 1 : workers;
  return Array.from({ length: lanes }, (_, lane) => {
    if (pin === 'none') return null;
    if (pin === 'set' || onLoop) return cores;
    const core = cores[lane % cores.length];
    return core === undefined ? null : [core];
  });
}
