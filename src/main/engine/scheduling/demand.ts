import type { StreamBatch } from '../../../shared/session.ts';
import { addSpan, bucketsOf, resample } from './buckets.ts';
import type { Buckets } from './buckets.ts';

/** What demand is made of. */
export const demandColumns = ['core', 'thread', 'ready', 'start', 'end'] as const;
type DemandRows = Pick<StreamBatch<'slices'>, (typeof demandColumns)[number]>;

/** What one core did, in nanoseconds per bucket. */
export interface CoreBuckets {
  readonly workloadNs: Float64Array;
  readonly othersNs: Float64Array;
}

/** Above this many buckets of all cores together, pairs of them are joined: 16 MB. */
const mostBuckets = 2 ** 20;

/** Who had the cores, and how many of the workload's threads wanted one, through time. Filled from slices in any order. */
export class Demand {
  #buckets: Buckets;
  readonly #cores = new Map<number, CoreBuckets>();
  #runnableNs: Float64Array;
  #begun: Uint32Array;

  constructor(buckets: Buckets) {
    this.#buckets = buckets;
    this.#runnableNs = new Float64Array(buckets.width);
    this.#begun = new Uint32Array(buckets.width);
  }

  get buckets(): Buckets {
    return this.#buckets;
  }

  /** Ascending. */
  get cores(): readonly number[] {
    return [...this.#cores.keys()].toSorted((a, b) => a - b);
  }

  /** Time that the workload's threads were on a core or ready for one. */
  get runnableNs(): Float64Array {
    return this.#runnableNs;
  }

  /** Slices of the workload that begin in each bucket. */
  get begun(): Uint32Array {
    return this.#begun;
  }

  /** What a core did; null: it had no slice. */
  core(core: number): CoreBuckets | null {
    return this.#cores.get(core) ?? null;
  }

  /** `isWorkload`: by the number of the thread's row; threads beyond it are others. */
  add({ core, thread, ready, start, end }: DemandRows, isWorkload: Uint8Array): void {
    for (let row = 0; row < core.length; row += 1) {
      const sums = this.#sumsOf(core[row] ?? 0);
      const from = start[row] ?? Number.NaN;
      const to = end[row] ?? Number.NaN;
      if (isWorkload[thread[row] ?? 0] !== 1) {
        addSpan(sums.othersNs, this.#buckets, from, to);
        continue;
      }
      addSpan(sums.workloadNs, this.#buckets, from, to);
      const since = ready[row] ?? Number.NaN;
      addSpan(this.#runnableNs, this.#buckets, since < from ? since : from, to);
      const bucket = Math.floor((from - this.#buckets.fromNs) / this.#buckets.bucketNs);
      if (bucket >= 0 && bucket < this.#begun.length) this.#begun[bucket] = (this.#begun[bucket] ?? 0) + 1;
    }
  }

  /** The same over other buckets; those at the ends may get a part of what lies beyond them. */
  resampled(to: Buckets): Demand {
    const other = new Demand(to);
    other.#runnableNs = resample(this.#runnableNs, this.#buckets, to);
    for (const [core, { workloadNs, othersNs }] of this.#cores) {
      other.#cores.set(core, {
        workloadNs: resample(workloadNs, this.#buckets, to),
        othersNs: resample(othersNs, this.#buckets, to),
      });
    }
    return other;
  }

  #sumsOf(core: number): CoreBuckets {
    const known = this.#cores.get(core);
    if (known !== undefined) return known;
    while ((this.#cores.size + 1) * this.#buckets.width > mostBuckets && this.#buckets.width > 1) {
      this.#halve();
    }
    const { width } = this.#buckets;
    const made = { workloadNs: new Float64Array(width), othersNs: new Float64Array(width) };
    this.#cores.set(core, made);
    return made;
  }

  #halve(): void {
    const { fromNs, bucketNs, width } = this.#buckets;
    const half = Math.ceil(width / 2);
    this.#buckets = bucketsOf(fromNs, fromNs + half * 2 * bucketNs, half);
    this.#runnableNs = joinPairs(this.#runnableNs);
    this.#begun = Uint32Array.from(joinPairs(Float64Array.from(this.#begun)));
    for (const [core, { workloadNs, othersNs }] of this.#cores) {
      this.#cores.set(core, { workloadNs: joinPairs(workloadNs), othersNs: joinPairs(othersNs) });
    }
  }
}

const joinPairs = (sums: Float64Array): Float64Array<ArrayBuffer> =>
  Float64Array.from(
    { length: Math.ceil(sums.length / 2) },
    (_, pair) => (sums[2 * pair] ?? 0) + (sums[2 * pair + 1] ?? 0),
  );
