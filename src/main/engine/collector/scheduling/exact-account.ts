import { type Nanoseconds, asNanoseconds } from '../../../../shared/units.ts';
import type { ThreadCounters } from '../collector.ts';
import { type ThreadAccount, largerOf } from '../thread-account.ts';
import type { ThreadRecord } from '../trial-totals.ts';
import type { ScheduledThread } from './scheduled-thread.ts';

/** How far the events of a recording can be relied on. */
export interface Reliance {
  readonly startNs: number;
  readonly endNs: number;
  /** Wake-ups were recorded too, so that each run delay is known. */
  readonly wakes: boolean;
  /** Records were dropped: events only tell what happened at least. */
  readonly incomplete: boolean;
}

/**
 * What a thread did in a trial by the events of its switches, and by the kernel's own counters where these say more: the run delay
 * of a thread whose wake-ups are not recorded, and everything when events are missing. Both can only miss something.
 */
export class ExactAccount implements ThreadRecord {
  readonly #thread: ScheduledThread;
  readonly #kernels: ThreadAccount | null;
  readonly #reliance: Reliance;

  constructor(thread: ScheduledThread, kernels: ThreadAccount | null, reliance: Reliance) {
    this.#thread = thread;
    this.#kernels = kernels;
    this.#reliance = reliance;
  }

  get pid(): number {
    return this.#thread.pid;
  }

  get tid(): number {
    return this.#thread.tid;
  }

  get name(): string {
    return this.#thread.name;
  }

  get gained(): ThreadCounters {
    const { wakes, incomplete, endNs } = this.#reliance;
    const kernels = this.#kernels?.gained ?? null;
    const counters = this.#thread.countersAt(endNs);
    if (incomplete && kernels !== null) return largerOf(counters, kernels);
    return wakes ? counters : { ...counters, runDelayNs: kernels?.runDelayNs ?? null };
  }

  offCpuNs(trialEndNs: Nanoseconds): Nanoseconds {
    const thread = this.#thread;
    const fromNs = Math.max(this.#reliance.startNs, thread.bornNs ?? thread.presentNs);
    const aliveNs = (thread.endNs ?? Math.max(trialEndNs, this.#reliance.endNs)) - fromNs;
    return asNanoseconds(Math.max(0, aliveNs - this.gained.onCpuNs));
  }

  get outsideAffinityNs(): number | null {
    return this.#thread.outsideAffinityNs;
  }
}
