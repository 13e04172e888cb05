import { type Nanoseconds, asNanoseconds } from '../../../shared/units.ts';
import type { FinalReading, ThreadCounters } from './collector.ts';
import type { ThreadRecord } from './trial-totals.ts';

/** Counters of a thread that has not run yet. */
export const unstarted: ThreadCounters = {
  onCpuNs: 0,
  runDelayNs: 0,
  voluntarySwitches: 0,
  involuntarySwitches: 0,
  migrations: 0,
};

/**
 * What one thread did in one trial: the difference between its first and its newest counters. Times are
 * points of the session.
 *
 * A thread that ran before the trial has its counters at the trial's start as its baseline; one that was
 * born in the trial counts from zero, so that what it did before it was noticed is not lost.
 */
export class ThreadAccount implements ThreadRecord {
  readonly pid: number;
  readonly tid: number;
  #name = '';
  #core: number | null = null;
  readonly #startNs: Nanoseconds;
  readonly #baseline: ThreadCounters;
  #latest: ThreadCounters;
  #latestNs: Nanoseconds;
  #end: { readonly aliveNs: number; readonly readItself: boolean } | null = null;
  #pinned: OutsideTime | null = null;

  /** @param startNs when the thread began to count: the trial's start, or its own birth if that was later. */
  constructor(pid: number, tid: number, startNs: Nanoseconds, baseline: ThreadCounters) {
    this.pid = pid;
    this.tid = tid;
    this.#startNs = startNs;
    this.#baseline = baseline;
    this.#latest = baseline;
    this.#latestNs = startNs;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  /** The core it was last seen on. */
  get core(): number | null {
    return this.#core;
  }

  /** As far as anybody has noticed. */
  get hasEnded(): boolean {
    return this.#end !== null;
  }

  get hasFinalReading(): boolean {
    return this.#end?.readItself ?? false;
  }

  get latest(): ThreadCounters {
    return this.#latest;
  }

  read(counters: ThreadCounters, nowNs: Nanoseconds): void {
    this.#latest = counters;
    this.#latestNs = nowNs;
    this.#pinned?.ranUntil(counters.onCpuNs);
  }

  /** Takes what the thread read of itself. Counters only grow, so the larger of two readings is the later one. */
  supersede(final: FinalReading, receivedNs: Nanoseconds): void {
    this.#latest = largerOf(this.#latest, final);
    const inTrialNs = receivedNs - this.#startNs;
    this.#end = { aliveNs: Math.max(0, Math.min(final.aliveNs, inTrialNs)), readItself: true };
    if (final.core != null) this.seenOn(final.core);
  }

  /** Nobody can read it any more; if it left no final reading, it counts up to its last sample. */
  ended(): void {
    this.#end ??= { aliveNs: Math.max(0, this.#latestNs - this.#startNs), readItself: false };
  }

  /** From now on, time on other cores than these is time outside. Call it after a reading. */
  pin(affinity: readonly number[]): void {
    this.#pinned = new OutsideTime(affinity, this.#latest.onCpuNs);
  }

  /** The core it ran on by the time of the newest counters. */
  seenOn(core: number): void {
    this.#core = core;
    this.#pinned?.seenOn(core, this.#latest.onCpuNs);
  }

  /** Null where one of the two readings lacks the counter. */
  get gained(): ThreadCounters {
    const { latest, baseline } = { latest: this.#latest, baseline: this.#baseline };
    return {
      onCpuNs: Math.max(0, latest.onCpuNs - baseline.onCpuNs),
      runDelayNs: since(latest.runDelayNs, baseline.runDelayNs),
      voluntarySwitches: since(latest.voluntarySwitches, baseline.voluntarySwitches),
      involuntarySwitches: since(latest.involuntarySwitches, baseline.involuntarySwitches),
      migrations: since(latest.migrations, baseline.migrations),
    };
  }

  /** Time in the trial during which the thread existed and was not on a core. */
  offCpuNs(trialEndNs: Nanoseconds): Nanoseconds {
    const aliveNs = this.#end?.aliveNs ?? trialEndNs - this.#startNs;
    return asNanoseconds(Math.max(0, aliveNs - this.gained.onCpuNs));
  }

  /** Null when it is not pinned, or was never read since. */
  get outsideAffinityNs(): number | null {
    return this.#pinned?.outsideNs ?? null;
  }
}

/**
 * CPU time outside the affinity, as an upper bound: the kernel says where a thread is now and how much it
 * ran since the previous look, but not where it ran in between. A thread seen outside is charged with all of it.
 */
class OutsideTime {
  readonly #affinity: ReadonlySet<number>;
  #accountedNs: number;
  #outsideNs: number | null = null;

  constructor(affinity: readonly number[], onCpuNs: number) {
    this.#affinity = new Set(affinity);
    this.#accountedNs = onCpuNs;
  }

  get outsideNs(): number | null {
    return this.#outsideNs;
  }

  /** A thread that has not run was nowhere, whatever core it is said to be on. */
  ranUntil(onCpuNs: number): void {
    if (onCpuNs <= this.#accountedNs) this.#outsideNs ??= 0;
  }

  seenOn(core: number, onCpuNs: number): void {
    const gained = Math.max(0, onCpuNs - this.#accountedNs);
    this.#accountedNs = onCpuNs;
    this.#outsideNs = (this.#outsideNs ?? 0) + (this.#affinity.has(core) ? 0 : gained);
  }
}

/** Of each counter, the larger reading. Counters only grow, so it is the later one, or the one that missed less. */
export function largerOf(a: ThreadCounters, b: ThreadCounters): ThreadCounters {
  return {
    onCpuNs: Math.max(a.onCpuNs, b.onCpuNs),
    runDelayNs: larger(a.runDelayNs, b.runDelayNs),
    voluntarySwitches: larger(a.voluntarySwitches, b.voluntarySwitches),
    involuntarySwitches: larger(a.involuntarySwitches, b.involuntarySwitches),
    migrations: larger(a.migrations, b.migrations),
  };
}

const since = (now: number | null, before: number | null): number | null =>
  now === null || before === null ? null : Math.max(0, now - before);

const larger = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
