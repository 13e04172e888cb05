import type { TrackIntervals } from './intervals.ts';
import { sortIntervals } from './intervals.ts';
import { fullShare } from './mip-geometry.ts';
import { Holders, RunList, toShare } from './runs.ts';

/** Buckets of `bucketNs` from `originNs` on; [first, end) of them are asked for. */
export interface Grid {
  readonly originNs: number;
  readonly bucketNs: number;
  readonly first: number;
  readonly end: number;
}

/**
 * How busy one track was in each bucket of the grid, exactly, from its intervals. Where intervals overlap
 * (tasks of one lane should not) the time counts once, for the interval that began first: the answer for
 * a bucket depends on the intervals touching it and on nothing else.
 */
export function measure(intervals: TrackIntervals, grid: Grid): RunList {
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
      push(current, 1, toShare(holders.total, bucketNs), toShare(sum, bucketNs), holders.keyOf(sum));
    }
    holders.clear();
  };
  /** Adds busy buckets, and what begins before and in them. */
  const push = (bucket: number, span: number, busy: number, share: number, key: number): void => {
    begins.before(bucket, (at, count) => runs.push(at, 1, 0, 0, 0, count));
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
    if (lastBucket > firstBucket + 1)
      push(firstBucket + 1, lastBucket - firstBucket - 1, fullShare, fullShare, key);
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
  readonly #starts: readonly number[];
  readonly #grid: Grid;
  #next = 0;

  constructor(starts: readonly number[], grid: Grid) {
    this.#starts = starts;
    this.#grid = grid;
    while (this.#bucket() < grid.first) this.#next += 1;
  }

  /** Visits, once, every bucket before `bucket` in which something begins. */
  before(bucket: number, visit: (bucket: number, count: number) => void): void {
    const end = Math.min(bucket, this.#grid.end);
    for (let at = this.#bucket(); at < end; at = this.#bucket()) {
      let count = 0;
      while (this.#bucket() === at) {
        count += 1;
        this.#next += 1;
      }
      visit(at, count);
    }
  }

  #bucket(): number {
    const start = this.#starts[this.#next];
    if (start === undefined) return Infinity;
    return Math.floor((start - this.#grid.originNs) / this.#grid.bucketNs);
  }
}
