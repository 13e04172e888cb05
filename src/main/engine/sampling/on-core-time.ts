import type { StreamBatch } from '../../../shared/session.ts';

/**
 * How much of some windows of time the threads that they are of were on a core. All windows are given first, then slices, those of a thread
 * in order of time. 32 bytes a window.
 */
export class OnCoreTime {
  /** By window: nanoseconds. */
  readonly sums: Float64Array;
  /** By thread: 1 where a slice of it was given. */
  readonly seen: Uint8Array;
  /** Windows by thread, and by their starts. */
  readonly #order: Uint32Array;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  /** By thread: the first window that no slice has passed yet, and where its windows end, as places in the order. */
  readonly #next: Uint32Array;
  readonly #last: Uint32Array;

  /** `slots`: a number from 0 for the thread of each window; −1: it is of none. */
  constructor(slots: Int32Array, starts: Float64Array, ends: Float64Array) {
    const threads = slots.reduce((most, slot) => Math.max(most, slot + 1), 0);
    const order = Uint32Array.from(slots.keys())
      .filter((window) => slots[window] !== -1)
      .sort((a, b) => (slots[a] ?? 0) - (slots[b] ?? 0) || (starts[a] ?? 0) - (starts[b] ?? 0));
    this.sums = new Float64Array(slots.length);
    this.seen = new Uint8Array(threads);
    this.#order = order;
    this.#starts = Float64Array.from(order, (window) => starts[window] ?? Number.NaN);
    this.#ends = Float64Array.from(order, (window) => ends[window] ?? Number.NaN);
    this.#next = new Uint32Array(threads);
    this.#last = new Uint32Array(threads);
    for (let at = 0; at < order.length; at += 1) {
      const slot = slots[order[at] ?? 0] ?? 0;
      if (this.#last[slot] === 0) this.#next[slot] = at;
      this.#last[slot] = at + 1;
    }
  }

  /** `slotOf`: the number of the thread by that of its row; −1, and beyond it: no window is of it. */
  add(
    { thread, start, end }: Pick<StreamBatch<'slices'>, 'thread' | 'start' | 'end'>,
    slotOf: Int32Array,
  ): void {
    for (let row = 0; row < thread.length; row += 1) {
      const slot = slotOf[thread[row] ?? 0] ?? -1;
      if (slot !== -1) this.#pass(slot, start[row] ?? Number.NaN, end[row] ?? Number.NaN);
    }
  }

  #pass(slot: number, start: number, end: number): void {
    this.seen[slot] = 1;
    const last = this.#last[slot] ?? 0;
    let next = this.#next[slot] ?? 0;
    while (next < last && (this.#ends[next] ?? 0) <= start) next += 1;
    this.#next[slot] = next;
    for (let at = next; at < last && (this.#starts[at] ?? 0) < end; at += 1) {
      const from = Math.max(start, this.#starts[at] ?? 0);
      const to = Math.min(end, this.#ends[at] ?? 0);
      const window = this.#order[at] ?? 0;
      if (from < to) this.sums[window] = (this.sums[window] ?? 0) + to - from;
    }
  }
}
