import type { ThreadCounters } from '../collector.ts';

/** Who a thread is. `row`: its number in the session. */
export interface ThreadIdentity {
  readonly pid: number;
  readonly tid: number;
  readonly workload: boolean;
  readonly row: number;
}

/**
 * One thread as the events tell of it, from its first sight to its end: where it is, since when, and what it did so far. The
 * switchboard moves it; everybody else reads.
 */
export class ScheduledThread {
  readonly pid: number;
  readonly tid: number;
  readonly workload: boolean;
  readonly row: number;
  name = '';
  /** Since when the recording would have shown whatever it did. */
  readonly presentNs: number;
  /** Null: before the recording, or not seen. */
  bornNs: number | null = null;
  endNs: number | null = null;

  /** The core it is on now, and since when; null: it is on none. */
  core: number | null = null;
  sinceNs = Number.NaN;
  /** The core of its newest slice, be it one before the recording. */
  lastCore: number | null = null;
  /** Since when it is, or before its slice was, able to run. NaN: not known, or it is blocked. */
  readyNs = Number.NaN;
  /** Row of the thread that made it ready. */
  waker: number | null = null;
  /** A wake-up that came while it was still on its core: the end of a block that had not begun. */
  wokenEarlyNs = Number.NaN;
  wokenEarlyBy: number | null = null;
  /** It is blocked, or may be: the next wake-up makes it ready. */
  mayBeWoken = true;

  /** No event told of it yet. */
  untouched = true;
  onCpuNs = 0;
  blocked = 0;
  preempted = 0;
  migrations = 0;
  /** Of the slices whose `ready` is known. */
  runDelayNs = 0;
  #pinned: { readonly cores: ReadonlySet<number>; readonly fromNs: number } | null = null;
  #outsideNs = 0;

  constructor({ pid, tid, workload, row }: ThreadIdentity, presentNs: number) {
    this.pid = pid;
    this.tid = tid;
    this.workload = workload;
    this.row = row;
    this.presentNs = presentNs;
  }

  get hasEnded(): boolean {
    return this.endNs !== null;
  }

  /** Null when it is not pinned. */
  get outsideAffinityNs(): number | null {
    return this.#pinned === null ? null : this.#outsideNs;
  }

  /** From `fromNs` on, time on other cores than these is time outside. Of a thread that has ended before, its last slice counts. */
  pin(cores: readonly number[], fromNs: number): void {
    this.#pinned = { cores: new Set(cores), fromNs };
    const isInside = this.lastCore === null || this.#pinned.cores.has(this.lastCore);
    this.#outsideNs = this.endNs === null || isInside ? 0 : this.endNs - this.sinceNs || 0;
  }

  /** Its slice on `core` is over. */
  stayed(core: number, startNs: number, endNs: number): void {
    this.onCpuNs += endNs - startNs;
    if (this.#pinned === null || this.#pinned.cores.has(core)) return;
    this.#outsideNs += Math.max(0, endNs - Math.max(startNs, this.#pinned.fromNs));
  }

  /** Time on cores up to `nowNs`, the slice under way included. */
  onCpuUntil(nowNs: number): number {
    return this.core === null ? this.onCpuNs : this.onCpuNs + Math.max(0, nowNs - this.sinceNs);
  }

  /** Run delay is that of the slices whose wait is known. */
  countersAt(nowNs: number): ThreadCounters {
    return {
      onCpuNs: this.onCpuUntil(nowNs),
      runDelayNs: this.runDelayNs,
      voluntarySwitches: this.blocked,
      involuntarySwitches: this.preempted,
      migrations: this.migrations,
    };
  }
}
