import type { StreamBatch } from '../../../shared/session.ts';
import { IntervalTable, type TrackIntervals } from '../store/intervals.ts';

/**
 * Stretches of time on threads, by what they are counted for, and what of them the threads were on a core. All stretches are added first, then
 * slices, those of a thread in order of time.
 */
export class Stretches {
  readonly #from: number;
  readonly #to: number;
  readonly #names = new Map<string, IntervalTable>();
  /** Made with the first slice. */
  #merged: readonly MergedStretches[] | null = null;

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
    let table = this.#names.get(name);
    if (table === undefined) this.#names.set(name, (table = new IntervalTable()));
    table.add(thread, from, to, 0);
  }

  /** `threadOf`: the thread by the number of its row; −1: it has no stretches. */
  addSlices(
    { thread, start, end }: Pick<StreamBatch<'slices'>, 'thread' | 'start' | 'end'>,
    threadOf: Int32Array,
  ): void {
    this.#merged ??= Array.from(this.#names.values(), (table) => new MergedStretches(table));
    for (let row = 0; row < thread.length; row += 1) {
      const of = threadOf[thread[row] ?? 0] ?? -1;
      if (of === -1) continue;
      for (const merged of this.#merged) merged.pass(of, start[row] ?? Number.NaN, end[row] ?? Number.NaN);
    }
  }

  /** Nanoseconds on a core, by name; 0 of those whose threads had none. */
  sums(): ReadonlyMap<string, number> {
    const names = [...this.#names.keys()];
    return new Map(names.map((name, at) => [name, this.#merged?.[at]?.onCpuNs ?? 0]));
  }
}

/** The stretches of one name, of each thread without overlaps and in order: 16 bytes each, and 12 for a thread. */
class MergedStretches {
  onCpuNs = 0;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  /** By thread: which stretch no slice has passed yet, and where its own end. */
  readonly #next: Uint32Array;
  readonly #last: Uint32Array;

  constructor(table: IntervalTable) {
    this.#starts = new Float64Array(table.length);
    this.#ends = new Float64Array(table.length);
    this.#next = new Uint32Array(table.largestTrack + 1);
    this.#last = new Uint32Array(table.largestTrack + 1);
    let count = 0;
    for (const [thread, intervals] of table.byTrack()) {
      this.#next[thread] = count;
      count += this.#merge(intervals, count);
      this.#last[thread] = count;
    }
  }

  pass(thread: number, start: number, end: number): void {
    const last = this.#last[thread] ?? 0;
    let next = this.#next[thread] ?? 0;
    while (next < last && (this.#ends[next] ?? 0) <= start) next += 1;
    this.#next[thread] = next;
    for (let at = next; at < last && (this.#starts[at] ?? 0) < end; at += 1) {
      this.onCpuNs += Math.min(end, this.#ends[at] ?? 0) - Math.max(start, this.#starts[at] ?? 0);
    }
  }

  /**
   * The union of intervals, which are put in another order; gives how many stretches there are. Of all starts and all ends in order, there
   * is a gap before the k-th start where the k intervals before it have ended.
   */
  #merge({ start: starts, end: ends }: TrackIntervals, at: number): number {
    starts.sort();
    ends.sort();
    let count = 0;
    for (let first = 0, next = 1; first < starts.length; first = next) {
      next = first + 1;
      while (next < starts.length && (starts[next] ?? 0) <= (ends[next - 1] ?? 0)) next += 1;
      this.#starts[at + count] = starts[first] ?? 0;
      this.#ends[at + count] = ends[next - 1] ?? 0;
      count += 1;
    }
    return count;
  }
}
