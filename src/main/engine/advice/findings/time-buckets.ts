/** Equal stretches of time, each with a sum: how much of something lay in it, in nanoseconds. */
export class TimeBuckets {
  readonly from: number;
  readonly widthNs: number;
  readonly sums: Float64Array<ArrayBuffer>;

  constructor({ from, widthNs, count }: BucketGrid) {
    this.from = from;
    this.widthNs = widthNs;
    this.sums = new Float64Array(count);
  }

  /** Spreads `weight` for each nanosecond of [start, end) over the buckets; what lies outside them is left out. */
  add(start: number, end: number, weight = 1): void {
    const first = (start - this.from) / this.widthNs;
    const last = (end - this.from) / this.widthNs;
    const index = Math.max(0, Math.floor(first));
    // Most slices are much shorter than a bucket.
    if (last <= index + 1) {
      if (last > index && index < this.sums.length)
        this.#put(index, (last - Math.max(first, index)) * weight);
      return;
    }
    const stop = Math.min(this.sums.length, Math.ceil(last));
    for (let at = index; at < stop; at += 1) {
      this.#put(at, (Math.min(last, at + 1) - Math.max(first, at)) * weight);
    }
  }

  /** The mean of a bucket: 1 is one thread, or one core, all the time. */
  mean(index: number): number {
    return (this.sums[index] ?? 0) / this.widthNs;
  }

  /** The sum from `from` on, buckets that begin before it left out. */
  sumFrom(from: number): number {
    const first = Math.max(0, Math.ceil((from - this.from) / this.widthNs));
    return this.sums.subarray(first).reduce((sum, value) => sum + value, 0);
  }

  startOf(index: number): number {
    return this.from + index * this.widthNs;
  }

  #put(index: number, buckets: number): void {
    this.sums[index] = (this.sums[index] ?? 0) + buckets * this.widthNs;
  }
}

export interface BucketGrid {
  readonly from: number;
  readonly widthNs: number;
  readonly count: number;
}

/**
 * At most `most` buckets of at least `leastNs` over a range. The last one may reach beyond it by less than a bucket.
 */
export function gridOver(from: number, to: number, most: number, leastNs: number): BucketGrid {
  const wall = Math.max(0, to - from);
  const widthNs = Math.max(leastNs, wall / most);
  return { from, widthNs, count: Math.max(1, Math.ceil(wall / widthNs - 1e-9)) };
}

/** The buckets in which something held: how much time they are, and from where to where. */
export interface Stretch {
  readonly buckets: readonly number[];
  readonly timeNs: number;
  readonly from: number;
  readonly to: number;
}

/** The buckets of `grid` for which `holds`; null when there are none. */
export function stretchWhere(grid: TimeBuckets, holds: (index: number) => boolean): Stretch | null {
  const buckets = [...grid.sums.keys()].filter(holds);
  const [first] = buckets;
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    buckets,
    timeNs: buckets.length * grid.widthNs,
    from: grid.startOf(first),
    to: grid.startOf(last + 1),
  };
}
