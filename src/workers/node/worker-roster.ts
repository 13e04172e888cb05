import type { WorkerAnnouncement } from '../../shared/worker-protocol.ts';
import { loadAffinity, type Affinity } from './affinity.ts';

export interface Enlisted {
  readonly worker: number;
  readonly lane: number;
  readonly tid: number;
}

/**
 * Every worker of a trial, in the order they came up. Enlisting a worker pins it, before it is given
 * its first task: the executors call it between "ready" and "go".
 */
export class WorkerRoster {
  readonly #affinities: readonly (readonly number[] | null)[];
  readonly #living = new Map<number, WorkerAnnouncement>();
  readonly #affinity: Affinity | null;
  #next = 0;
  #notPinned: string | null = null;
  /** Told of workers that come up while the clock runs; before that, `living()` has them all. */
  onEnlisted: (worker: WorkerAnnouncement) => void = () => undefined;

  constructor(affinities: readonly (readonly number[] | null)[]) {
    this.#affinities = affinities;
    const loaded = affinities.some((cores) => cores !== null) ? loadAffinity() : null;
    if (loaded !== null && 'unavailable' in loaded) this.#notPinned = loaded.unavailable;
    this.#affinity = loaded === null || 'unavailable' in loaded ? null : loaded;
  }

  enlist(found: {
    readonly pid: number;
    readonly tid: number;
    readonly lane: number;
    readonly name: string;
    readonly wholeProcess: boolean;
    /** Pins the one thread although the whole process is the worker's (the event loop in the runner). */
    readonly pinOnly?: 'thread';
  }): Enlisted {
    const worker = this.#next;
    this.#next += 1;
    const affinity = this.#pin(found, this.#affinities[found.lane % this.#affinities.length] ?? null);
    const { pid, tid, name, wholeProcess } = found;
    const announcement = { worker, pid, tid, name, affinity, wholeProcess };
    this.#living.set(worker, announcement);
    this.onEnlisted(announcement);
    return { worker, lane: found.lane, tid };
  }

  retire(worker: number): void {
    this.#living.delete(worker);
  }

  living(): WorkerAnnouncement[] {
    return [...this.#living.values()];
  }

  /** Why pinning was asked for and did not happen; null otherwise. */
  notPinned(): string | null {
    return this.#notPinned;
  }

  #pin(
    found: {
      readonly pid: number;
      readonly tid: number;
      readonly wholeProcess: boolean;
      readonly pinOnly?: 'thread';
    },
    cores: readonly number[] | null,
  ): readonly number[] | null {
    if (cores === null || this.#affinity === null || found.tid === 0) return null;
    const failure =
      found.wholeProcess && found.pinOnly !== 'thread'
        ? this.#affinity.setProcessAffinity(found.pid, cores)
        : this.#affinity.setThreadAffinity(found.tid, cores);
    if (failure === null) return cores;
    this.#notPinned = failure;
    return null;
  }
}
