import { fanOut } from './mip-geometry.ts';

/**
 * One track of a mip level as runs of equal buckets, in order; buckets in which nothing happened have no
 * run. Sparse on purpose: a task that holds one of thousands of lanes for a minute is three runs.
 */
export interface Runs {
  readonly length: number;
  /** First bucket of each run, counted from the session's start. */
  readonly bucket: ArrayLike<number>;
  /** Buckets in the run. */
  readonly span: ArrayLike<number>;
  /** Busy share of each bucket, in parts of the group. */
  readonly busy: ArrayLike<number>;
  /** Share of the dominant key, likewise. */
  readonly share: ArrayLike<number>;
  /** The key that held most of each bucket (of equals the smallest); 0: none. */
  readonly dominant: ArrayLike<number>;
  /** Intervals that begin in each bucket. */
  readonly count: ArrayLike<number>;
}

/** Runs that grow at their end; a bucket equal to the one before it joins its run. */
export class RunList implements Runs {
  readonly bucket: number[] = [];
  readonly span: number[] = [];
  readonly busy: number[] = [];
  readonly share: number[] = [];
  readonly dominant: number[] = [];
  readonly count: number[] = [];

  get length(): number {
    return this.bucket.length;
  }

  push(bucket: number, span: number, busy: number, share: number, dominant: number, count: number): void {
    if (busy === 0 && count === 0) return;
    const holder = share === 0 ? 0 : dominant;
    const last = this.bucket.length - 1;
    if (
      last >= 0 &&
      (this.bucket[last] ?? 0) + (this.span[last] ?? 0) === bucket &&
      this.busy[last] === busy &&
      this.share[last] === share &&
      this.dominant[last] === holder &&
      this.count[last] === count
    ) {
      this.span[last] = (this.span[last] ?? 0) + span;
      return;
    }
    this.bucket.push(bucket);
    this.span.push(span);
    this.busy.push(busy);
    this.share.push(share);
    this.dominant.push(holder);
    this.count.push(count);
  }

  append({ bucket, span, busy, share, dominant, count, length }: Runs): void {
    for (let index = 0; index < length; index += 1) {
      this.push(
        bucket[index] ?? 0,
        span[index] ?? 0,
        busy[index] ?? 0,
        share[index] ?? 0,
        dominant[index] ?? 0,
        count[index] ?? 0,
      );
    }
  }
}

type RunVisitor = (
  bucket: number,
  span: number,
  busy: number,
  share: number,
  dominant: number,
  count: number,
) => void;

export function eachRun(runs: Runs, visit: RunVisitor): void {
  for (let index = 0; index < runs.length; index += 1) {
    visit(
      runs.bucket[index] ?? 0,
      runs.span[index] ?? 0,
      runs.busy[index] ?? 0,
      runs.share[index] ?? 0,
      runs.dominant[index] ?? 0,
      runs.count[index] ?? 0,
    );
  }
}

/** What each key holds of one bucket or pixel. Few keys: searched in order. Reused, so that nothing is allocated. */
export class Holders {
  readonly #keys: number[] = [];
  /** Doubles from the start, so that a first whole number does not make it an array of integers. */
  readonly #sums: number[] = [0.5];
  #size = 0;

  add(key: number, amount: number): void {
    for (let index = 0; index < this.#size; index += 1) {
      if (this.#keys[index] !== key) continue;
      this.#sums[index] = (this.#sums[index] ?? 0) + amount;
      return;
    }
    this.#keys[this.#size] = key;
    this.#sums[this.#size] = amount;
    this.#size += 1;
  }

  get total(): number {
    let total = 0;
    for (let index = 0; index < this.#size; index += 1) total += this.#sums[index] ?? 0;
    return total;
  }

  /** What the largest key holds; 0 when nothing is held. */
  get largestSum(): number {
    let largest = 0;
    for (let index = 0; index < this.#size; index += 1) {
      const sum = this.#sums[index] ?? 0;
      if (sum > largest) largest = sum;
    }
    return largest;
  }

  /** The key that holds `sum`, of several the smallest. */
  keyOf(sum: number): number {
    let found = Infinity;
    for (let index = 0; index < this.#size; index += 1) {
      const key = this.#keys[index] ?? 0;
      if (this.#sums[index] === sum && key < found) found = key;
    }
    return found === Infinity ? 0 : found;
  }

  clear(): void {
    this.#size = 0;
  }
}

/**
 * The next coarser level: busy is the mean of four buckets, the dominant key the one with most among the
 * four dominant ones, the count their sum.
 */
export function foldRuns(runs: Runs): RunList {
  const folded = new RunList();
  const holders = new Holders();
  let parent = Number.NaN;
  let busySum = 0;
  let countSum = 0;
  const flush = (): void => {
    if (Number.isNaN(parent)) return;
    const largest = holders.largestSum;
    const share = Math.round(largest / fanOut);
    folded.push(parent, 1, Math.round(busySum / fanOut), share, holders.keyOf(largest), countSum);
    holders.clear();
    busySum = 0;
    countSum = 0;
    parent = Number.NaN;
  };
  // No visitor: millions of runs pass through here.
  for (let index = 0; index < runs.length; index += 1) {
    let bucket = runs.bucket[index] ?? 0;
    const end = bucket + (runs.span[index] ?? 0);
    const busy = runs.busy[index] ?? 0;
    const share = runs.share[index] ?? 0;
    const dominant = runs.dominant[index] ?? 0;
    const count = runs.count[index] ?? 0;
    while (bucket < end) {
      const into = Math.floor(bucket / fanOut);
      if (into !== parent) flush();
      const offset = bucket - into * fanOut;
      const whole = offset === 0 ? Math.floor((end - bucket) / fanOut) : 0;
      if (whole > 0) {
        folded.push(into, whole, busy, share, dominant, count * fanOut);
        bucket += whole * fanOut;
        continue;
      }
      const taken = Math.min(fanOut - offset, end - bucket);
      parent = into;
      busySum += busy * taken;
      countSum += count * taken;
      if (share > 0) holders.add(dominant, share * taken);
      bucket += taken;
    }
  }
  flush();
  return folded;
}

/** A share of a bucket as the integer that is stored. */
export const toShare = (share: number, whole: number, parts: number): number =>
  Math.min(parts, Math.round((share / whole) * parts));
