import type { EventColumns } from './event-columns.ts';

/** Decides about an event on its way out, in the order of all. */
export type Gate = (from: EventColumns, row: number) => boolean;

/** Merges the events of several rings, each in order of time, into one sequence. */
export class Merger {
  readonly #sources: readonly EventColumns[];
  readonly #taken: Uint32Array;
  /** A heap of those sources that have an event to give, the earliest on top. */
  readonly #heap: number[] = [];
  #latest = Number.NEGATIVE_INFINITY;

  constructor(sources: readonly EventColumns[]) {
    this.#sources = sources;
    this.#taken = new Uint32Array(sources.length);
  }

  /**
   * Moves the events before `until` from the sources into `into`, in order of time. One that comes late, with a time before what
   * was given already, gets the time of that.
   */
  merge(until: number, into: EventColumns, gate: Gate): void {
    this.#fillHeap(until);
    while (this.#heap.length > 0) this.#takeRun(until, into, gate);
    for (const [index, source] of this.#sources.entries()) source.removeFirst(this.#taken[index] ?? 0);
  }

  #fillHeap(until: number): void {
    this.#taken.fill(0);
    for (const [index, source] of this.#sources.entries()) {
      if (source.length > 0 && (source.time[0] ?? 0) < until) this.#heap.push(index);
    }
    for (let at = Math.floor(this.#heap.length / 2) - 1; at >= 0; at--) this.#sink(at);
  }

  /** Takes from the earliest source as long as it is the earliest. */
  #takeRun(until: number, into: EventColumns, gate: Gate): void {
    const index = this.#heap[0] ?? 0;
    const source = this.#sources[index];
    if (source === undefined) return;
    const limit = Math.min(until, this.#timeAt(1), this.#timeAt(2));
    let row = this.#taken[index] ?? 0;
    // The first is the earliest of all, even where another is as early.
    do {
      if (gate(source, row)) this.#move(source, row, into);
      row++;
    } while (row < source.length && (source.time[row] ?? 0) < limit);
    this.#taken[index] = row;
    if (row === source.length || (source.time[row] ?? 0) >= until) this.#dropTop();
    this.#sink(0);
  }

  #move(from: EventColumns, row: number, into: EventColumns): void {
    const time = from.time[row] ?? 0;
    if (time > this.#latest) this.#latest = time;
    const kind = from.kind[row] ?? 0;
    const tid = from.tid[row] ?? 0;
    const pid = from.pid[row] ?? 0;
    const other = from.other[row] ?? 0;
    const moved = into.push(
      kind,
      this.#latest,
      from.core[row] ?? 0,
      tid,
      pid,
      other,
      from.otherPid[row] ?? 0,
    );
    if (from.names.size === 0) return;
    const name = from.names.get(row);
    if (name !== undefined) into.names.set(moved, name);
  }

  /** The time of the earliest event of the source at this place of the heap; infinite when there is none. */
  #timeAt(place: number): number {
    const index = this.#heap[place];
    if (index === undefined) return Number.POSITIVE_INFINITY;
    return this.#sources[index]?.time[this.#taken[index] ?? 0] ?? Number.POSITIVE_INFINITY;
  }

  #dropTop(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#heap[0] = last;
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = at * 2 + 1;
      const child = this.#timeAt(left + 1) < this.#timeAt(left) ? left + 1 : left;
      if (!(this.#timeAt(child) < this.#timeAt(at))) return;
      const index = this.#heap[child] ?? 0;
      this.#heap[child] = this.#heap[at] ?? 0;
      this.#heap[at] = index;
      at = child;
    }
  }
}
