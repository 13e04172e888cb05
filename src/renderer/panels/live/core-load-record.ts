import type { LiveCores } from '../../../shared/jobs.ts';
import { nanosecondsPerMillisecond } from '../../../shared/units.ts';
import type { CoreLoadSeries } from '../../charts/core-load-series.ts';

const buckets = 300;
/** The kernel counts in ticks of 10 ms: finer buckets would show those instead of the load. */
const finestBucketNs = 100 * nanosecondsPerMillisecond;

/**
 * The load of all cores from the beginning of a lab until now in a fixed number of buckets: when they are full, two become one. So it
 * takes the same memory, and a chart the same time, after a second and after an hour.
 */
export class CoreLoadRecord {
  #bucketNs = finestBucketNs;
  readonly #rows = new Map<number, CoreRow>();

  /** No core was read yet. */
  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  /** Where the last bucket ends. */
  get endNs(): number {
    return this.#bucketNs * buckets;
  }

  /** Readings of one core come in order of their times. */
  add({ timeNs, core, busy }: LiveCores): void {
    for (let index = 0; index < timeNs.length; index++) {
      this.#addReading(core[index] ?? 0, timeNs[index] ?? Number.NaN, busy[index] ?? Number.NaN);
    }
  }

  series(): CoreLoadSeries {
    const cores = [...this.#rows.keys()].sort((a, b) => a - b);
    const busy = new Float32Array(cores.length * buckets);
    for (const [row, core] of cores.entries()) {
      const { busyNs, knownNs } = this.#rowOf(core);
      for (let bucket = 0; bucket < buckets; bucket++) {
        // Nothing known: 0 of 0 is NaN, which is what the chart wants.
        busy[row * buckets + bucket] = (busyNs[bucket] ?? 0) / (knownNs[bucket] ?? 0);
      }
    }
    return {
      cores,
      timesNs: Float64Array.from({ length: buckets }, (_, bucket) => (bucket + 0.5) * this.#bucketNs),
      busy,
    };
  }

  #addReading(core: number, toNs: number, busy: number): void {
    if (Number.isNaN(toNs) || Number.isNaN(busy)) return;
    const row = this.#rowOf(core);
    while (toNs > this.endNs) this.#widen();
    // The first reading says nothing about when the time it sums up began: it is taken to be short.
    const fromNs = Math.max(0, row.untilNs ?? toNs - this.#bucketNs / 4);
    row.untilNs = Math.max(toNs, fromNs);
    for (let bucket = Math.floor(fromNs / this.#bucketNs); bucket * this.#bucketNs < toNs; bucket++) {
      const spanNs =
        Math.min(toNs, (bucket + 1) * this.#bucketNs) - Math.max(fromNs, bucket * this.#bucketNs);
      row.busyNs[bucket] = (row.busyNs[bucket] ?? 0) + busy * spanNs;
      row.knownNs[bucket] = (row.knownNs[bucket] ?? 0) + spanNs;
    }
  }

  #rowOf(core: number): CoreRow {
    const known = this.#rows.get(core);
    if (known !== undefined) return known;
    const row = { busyNs: new Float64Array(buckets), knownNs: new Float64Array(buckets), untilNs: null };
    this.#rows.set(core, row);
    return row;
  }

  #widen(): void {
    this.#bucketNs *= 2;
    for (const { busyNs, knownNs } of this.#rows.values()) {
      pairUp(busyNs);
      pairUp(knownNs);
    }
  }
}

interface CoreRow {
  readonly busyNs: Float64Array;
  readonly knownNs: Float64Array;
  /** Time of the latest reading; null before the first. */
  untilNs: number | null;
}

/** Each two neighbours become one; the second half is empty then. */
function pairUp(sums: Float64Array): void {
  for (let index = 0; index < sums.length; index++) {
    sums[index] = (sums[2 * index] ?? 0) + (sums[2 * index + 1] ?? 0);
  }
}
