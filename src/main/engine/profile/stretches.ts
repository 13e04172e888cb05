import type { StreamBatch } from '../../../shared/session.ts';

/**
 * Stretches of time on threads, by what they are counted for, and what of them the threads were on a core. All stretches are added first, then
 * slices, those of a thread in order of time.
 */
export class Stretches {
  readonly #from: number;
  readonly #to: number;
  readonly #threads: Map<string, Stretch>[] = [];

  /** What lies outside of [from, to] does not count. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  /** One that is not known whole is left out. */
  add(name: string, thread: number, start: number, end: number): void {
    const from = Math.max(start, this.#from);
    const to = Math.min(end, this.#to);
    if (!(from < to)) return;
    const own = (this.#threads[thread] ??= new Map());
    const stretch = own.get(name) ?? new Stretch();
    own.set(name, stretch);
    stretch.add(from, to);
  }

  /** `threadOf`: the thread by the number of its row; −1: it has no stretches. */
  addSlices(
    { thread, start, end }: Pick<StreamBatch<'slices'>, 'thread' | 'start' | 'end'>,
    threadOf: Int32Array,
  ): void {
    for (let row = 0; row < thread.length; row += 1) {
      const own = this.#threads[threadOf[thread[row] ?? 0] ?? -1];
      if (own === undefined) continue;
      for (const stretch of own.values()) stretch.pass(start[row] ?? Number.NaN, end[row] ?? Number.NaN);
    }
  }

  /** Nanoseconds on a core, by name; 0 of those whose threads had none. */
  sums(): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const own of this.#threads) {
      for (const [name, { onCpuNs }] of own ?? []) sums.set(name, (sums.get(name) ?? 0) + onCpuNs);
    }
    return sums;
  }
}

/** The stretches of one name on one thread. */
class Stretch {
  onCpuNs = 0;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Without overlaps, in order; made with the first slice. */
  #merged: Merged | null = null;
  #next = 0;

  add(start: number, end: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
  }

  pass(start: number, end: number): void {
    this.#merged ??= merge(this.#starts, this.#ends);
    const { starts, ends } = this.#merged;
    while (this.#next < starts.length && (ends[this.#next] ?? 0) <= start) this.#next += 1;
    for (let at = this.#next; at < starts.length && (starts[at] ?? 0) < end; at += 1) {
      this.onCpuNs += Math.min(end, ends[at] ?? 0) - Math.max(start, starts[at] ?? 0);
    }
  }
}

interface Merged {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** The union. Of all starts and all ends in order, there is a gap before the k-th start where the k stretches before it have ended. */
function merge(from: readonly number[], to: readonly number[]): Merged {
  const starts = Float64Array.from(from).sort();
  const ends = Float64Array.from(to).sort();
  let count = 0;
  for (let first = 0, next = 1; first < starts.length; first = next) {
    next = first + 1;
    while (next < starts.length && (starts[next] ?? 0) <= (ends[next - 1] ?? 0)) next += 1;
    starts[count] = starts[first] ?? 0;
    ends[count] = ends[next - 1] ?? 0;
    count += 1;
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}
