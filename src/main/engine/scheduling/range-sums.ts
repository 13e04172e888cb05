import { sliceEndCode } from '../../../shared/session.ts';
import type { StreamBatch } from '../../../shared/session.ts';

/** What sums are made of. */
export const sumColumns = ['ready', 'start', 'end', 'core', 'thread', 'ended'] as const;
type SumRows = Pick<StreamBatch<'slices'>, (typeof sumColumns)[number]>;

/** What one thread did in a range of time. */
export interface ThreadSums {
  onCpuNs: number;
  runDelayNs: number;
  /** Slices that ended in the range, by why. */
  blocked: number;
  preempted: number;
  /** Slices in the range that followed one in the range on another core. */
  migrations: number;
}

/** What one core did in a range of time. */
export interface CoreSums {
  workloadNs: number;
  othersNs: number;
  /** Threads that left it. */
  switches: number;
}

/**
 * Sums over a range of time, filled from slices; those of a thread come in order of time. What happens at the range's start
 * does not belong to it, what happens at its end does.
 */
export class RangeSums {
  readonly #fromNs: number;
  readonly #toNs: number;
  readonly #isWorkload: Uint8Array;
  /** By number: looked up for each of millions of slices. */
  readonly #threads: (GrowingThreadSums | undefined)[] = [];
  readonly #cores: (CoreSums | undefined)[] = [];

  /** `isWorkload`: by the number of the thread's row; threads beyond it are others. */
  constructor(fromNs: number, toNs: number, isWorkload: Uint8Array) {
    this.#fromNs = fromNs;
    this.#toNs = toNs;
    this.#isWorkload = isWorkload;
  }

  add({ ready, start, end, core, thread, ended }: SumRows): void {
    const from = this.#fromNs;
    const to = this.#toNs;
    for (let row = 0; row < start.length; row += 1) {
      const began = start[row] ?? Number.NaN;
      const left = end[row] ?? Number.NaN;
      const since = ready[row] ?? Number.NaN;
      const onCpu = Math.min(left, to) - Math.max(began, from);
      const delay = Math.min(began, to) - Math.max(since, from);
      if (!(onCpu > 0) && !(delay > 0)) continue;
      const number = thread[row] ?? 0;
      const sums = this.#threadSums(number);
      if (delay > 0) sums.runDelayNs += delay;
      if (onCpu > 0) {
        sums.onCpuNs += onCpu;
        const where = core[row] ?? 0;
        const own = this.#coreSums(where);
        if (this.#isWorkload[number] === 1) own.workloadNs += onCpu;
        else own.othersNs += onCpu;
        if (left <= to) {
          own.switches += 1;
          if (ended[row] === blocked) sums.blocked += 1;
          else if (ended[row] === preempted) sums.preempted += 1;
        }
        if (sums.lastCore !== -1 && sums.lastCore !== where) sums.migrations += 1;
        sums.lastCore = where;
      }
    }
  }

  /** By the number of the thread's row: those that had a core or were ready for one. */
  get threads(): ReadonlyMap<number, ThreadSums> {
    return new Map([...this.#threads.entries()].flatMap(([at, sums]) => (sums ? [[at, sums]] : [])));
  }

  get cores(): ReadonlyMap<number, CoreSums> {
    return new Map([...this.#cores.entries()].flatMap(([at, sums]) => (sums ? [[at, sums]] : [])));
  }

  #threadSums(thread: number): GrowingThreadSums {
    return (this.#threads[thread] ??= {
      onCpuNs: 0,
      runDelayNs: 0,
      blocked: 0,
      preempted: 0,
      migrations: 0,
      lastCore: -1,
    });
  }

  #coreSums(core: number): CoreSums {
    return (this.#cores[core] ??= { workloadNs: 0, othersNs: 0, switches: 0 });
  }
}

interface GrowingThreadSums extends ThreadSums {
  /** −1: not seen yet. */
  lastCore: number;
}

const blocked = sliceEndCode('blocked');
const preempted = sliceEndCode('preempted');
