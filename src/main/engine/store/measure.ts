import type { TrackIntervals } from './intervals.ts';
import { sortIntervals } from './intervals.ts';
import { Holders, RunList, toShare } from './runs.ts';

/** Buckets of `bucketNs` from `originNs` on; [first, end) of them are asked for. */
export interface Grid {
  readonly originNs: number;
  readonly bucketNs: number;
  readonly first: number;
  readonly end: number;
}

/**
 * How busy one track was in each bucket of the grid, from its intervals: exactly, but for the rounding to `parts` of a bucket. Where intervals overlap
 * (tasks of one lane should not) the time counts once, for the interval that began first: the answer for
 * a bucket depends on the intervals touching it and on nothing else.
 */
export function measure(intervals: TrackIntervals, grid: Grid, parts: number): RunList {
  const sorted = sortIntervals(intervals);
  const { originNs, bucketNs, first, end } = grid;
  const runs = new RunList();
  const begins = new Begins(sorted.start, grid);
  const holders = new Holders();
  const from = originNs + first * bucketNs;
  const to = originNs + end * bucketNs;
  let current = first;
  let covered = from;

  const flush = (): void => {
    const sum = holders.largestSum;
    if (sum > 0) {
      push(
        current,
        1,
        toShare(holders.total, bucketNs, parts),
        toShare(sum, bucketNs, parts),
        holders.keyOf(sum),
      );
    }
    holders.clear();
  };
  /** Adds busy buckets, and what begins before and in them. */
  const push = (bucket: number, span: number, busy: number, share: number, key: number): void => {
    if (begins.next < bucket) begins.before(bucket, (at, count) => runs.push(at, 1, 0, 0, 0, count));
    if (begins.next >= bucket + span || span === 1) {
      runs.push(bucket, span, busy, share, key, begins.next === bucket ? begins.take() : 0);
      return;
    }
    let next = bucket;
    begins.before(bucket + span, (at, count) => {
      if (at > next) runs.push(next, at - next, busy, share, key, 0);
      runs.push(at, 1, busy, share, key, count);
      next = at + 1;
    });
    if (next < bucket + span) runs.push(next, bucket + span - next, busy, share, key, 0);
  };

  for (let index = 0; index < sorted.start.length; index += 1) {
    const start = Math.max(sorted.start[index] ?? 0, covered);
    const stop = Math.min(sorted.end[index] ?? 0, to);
    if (stop <= start) continue;
    covered = stop;
    const key = sorted.key[index] ?? 0;
    const firstBucket = clampBucket(Math.floor((start - originNs) / bucketNs), grid);
    const lastBucket = clampBucket(Math.floor((stop - originNs) / bucketNs), grid);
    if (firstBucket !== current) {
      flush();
      current = firstBucket;
    }
    if (lastBucket === firstBucket) {
      holders.add(key, stop - start);
      continue;
    }
    holders.add(key, Math.max(0, originNs + (firstBucket + 1) * bucketNs - start));
    flush();
    if (lastBucket > firstBucket + 1) push(firstBucket + 1, lastBucket - firstBucket - 1, parts, parts, key);
    current = lastBucket;
    holders.add(key, Math.max(0, stop - (originNs + lastBucket * bucketNs)));
  }
  flush();
  begins.before(end, (at, count) => runs.push(at, 1, 0, 0, 0, count));
  return runs;
}

const clampBucket = (bucket: number, { first, end }: Grid): number =>
  Math.min(Math.max(bucket, first), end - 1);

/** Walks over the buckets in which intervals begin. */
class Begins {
  /** The next of these buckets; infinite after the last. */
  next = -Infinity;
  readonly #starts: Float64Array;
  readonly #grid: Grid;
  #index = 0;

  constructor(starts: Float64Array, grid: Grid) {
    this.#starts = starts;
    this.#grid = grid;
    this.next = this.#bucketAt(0);
    while (this.next < grid.first) this.next = this.#bucketAt((this.#index += 1));
  }

  /** How many begin in the next bucket; goes on to the one after it. */
  take(): number {
    const from = this.#index;
    const bucket = this.next;
    while (this.next === bucket) this.next = this.#bucketAt((this.#index += 1));
    return this.#index - from;
  }

  /** Visits, once, every bucket before `bucket` in which something begins. */
  before(bucket: number, visit: (bucket: number, count: number) => void): void {
    const end = Math.min(bucket, this.#grid.end);
    while (this.next < end) {
      const at = this.next;
      visit(at, this.take());
    }
  }

  #bucketAt(index: number): number {
    const start = this.#starts[index];
    if (start === undefined) return Infinity;
    return Math.floor((start - this.#grid.originNs) / this.#grid.bucketNs);
  }
}
