import { EventColumns, codes } from './event-columns.ts';

/** Decides about an event on its way out, in the order of all. */
export type Gate = (from: EventColumns, row: number) => boolean;

/**
 * Events of several rings that are not given out yet, and the place where they get into one order: each segment is in order of time, all
 * of them are not. What is given out is moved column by column, which is several times as fast as event by event.
 */
export class PendingEvents {
  #columns = new EventColumns();
  #spare = new EventColumns();
  readonly #heap = new SegmentHeap();
  /** First rows of the segments. */
  #segments: number[] = [];
  #order = new Uint32Array(0);
  #latest = Number.NEGATIVE_INFINITY;

  /** The rows that wait, unordered over segments. */
  get rows(): EventColumns {
    return this.#columns;
  }

  /** Rows that are appended from here on, in order of time, are a segment of their own. */
  beginSegment(): EventColumns {
    this.#segments.push(this.#columns.length);
    return this.#columns;
  }

  /**
   * Moves the events before `until` to the end of `into`, in order of time; the others wait. One that comes late, with a time before
   * that of what was given already, gets that one's time.
   */
  release(until: number, into: EventColumns, gate: Gate): void {
    const from = this.#columns;
    const order = this.#sortedRows();
    let given = 0;
    let read = 0;
    for (; read < from.length; read++) {
      const row = order[read] ?? 0;
      if (!((from.time[row] ?? 0) < until)) break;
      if (gate(from, row)) order[given++] = row;
    }
    const first = into.length;
    gather(from, order.subarray(0, given), into);
    this.#raise(into, first);
    gather(from, order.subarray(read, from.length), this.#spare);
    from.clear();
    this.#columns = this.#spare;
    this.#spare = from;
    this.#segments = [0];
  }

  #raise(rows: EventColumns, first: number): void {
    for (let row = first; row < rows.length && (rows.time[row] ?? 0) < this.#latest; row++) {
      rows.time[row] = this.#latest;
    }
    if (rows.length > first) this.#latest = rows.time[rows.length - 1] ?? this.#latest;
  }

  #sortedRows(): Uint32Array {
    const count = this.#columns.length;
    if (this.#order.length < count) this.#order = new Uint32Array(this.#columns.kind.length);
    this.#heap.sort(this.#columns.time, count, this.#segments, this.#order);
    return this.#order;
  }
}

/** Sorts rows that are sorted by segments. */
class SegmentHeap {
  #size = 0;
  /** By place in the heap, the earliest on top: the time of the segment's next row, that row, and where the segment ends. */
  #time = new Float64Array(0);
  #row = new Uint32Array(0);
  #end = new Uint32Array(0);

  /** Writes the indexes of the rows into `order`, by time. `firsts`: where segments begin. */
  sort(times: Float64Array, count: number, firsts: readonly number[], order: Uint32Array): void {
    this.#fill(times, count, firsts);
    let written = 0;
    while (this.#size > 0) {
      const end = this.#end[0] ?? 0;
      let row = this.#row[0] ?? 0;
      let next: number;
      const limit = this.#second();
      // The first is the earliest of all, even where another is as early.
      do {
        order[written++] = row++;
        next = row < end ? (times[row] ?? 0) : Number.POSITIVE_INFINITY;
      } while (next < limit);
      if (row < end) this.#set(0, next, row, end);
      else this.#dropTop();
      this.#sink(0);
    }
  }

  #fill(times: Float64Array, count: number, firsts: readonly number[]): void {
    if (this.#time.length < firsts.length) {
      this.#time = new Float64Array(firsts.length);
      this.#row = new Uint32Array(firsts.length);
      this.#end = new Uint32Array(firsts.length);
    }
    this.#size = 0;
    for (const [index, first] of firsts.entries()) {
      const end = firsts[index + 1] ?? count;
      if (first < end) this.#set(this.#size++, times[first] ?? 0, first, end);
    }
    for (let place = (this.#size >> 1) - 1; place >= 0; place--) this.#sink(place);
  }

  /** When the earliest row of the other segments is; infinite when there is none. */
  #second(): number {
    if (this.#size < 2) return Number.POSITIVE_INFINITY;
    const left = this.#time[1] ?? 0;
    return this.#size < 3 ? left : Math.min(left, this.#time[2] ?? 0);
  }

  #set(place: number, time: number, row: number, end: number): void {
    this.#time[place] = time;
    this.#row[place] = row;
    this.#end[place] = end;
  }

  #dropTop(): void {
    const last = --this.#size;
    this.#set(0, this.#time[last] ?? 0, this.#row[last] ?? 0, this.#end[last] ?? 0);
  }

  #sink(from: number): void {
    const time = this.#time[from] ?? 0;
    const row = this.#row[from] ?? 0;
    const end = this.#end[from] ?? 0;
    let place = from;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && (this.#time[child + 1] ?? 0) < (this.#time[child] ?? 0)) child++;
      const earlier = this.#time[child] ?? 0;
      if (!(earlier < time)) break;
      this.#set(place, earlier, this.#row[child] ?? 0, this.#end[child] ?? 0);
      place = child;
    }
    this.#set(place, time, row, end);
  }
}

/** Appends these rows: a loop for each column, each for one kind of array, as only those are fast. */
function gather(from: EventColumns, rows: Uint32Array, into: EventColumns): void {
  const first = into.extend(rows.length);
  gatherTimes(from.time, rows, into.time, first);
  gatherBytes(from.kind, rows, into.kind, first);
  gatherShorts(from.core, rows, into.core, first);
  gatherWords(from.tid, rows, into.tid, first);
  gatherWords(from.pid, rows, into.pid, first);
  gatherWords(from.other, rows, into.other, first);
  gatherWords(from.otherPid, rows, into.otherPid, first);
  if (from.names.size > 0) gatherNames(from, rows, into, first);
}

function gatherTimes(from: Float64Array, rows: Uint32Array, into: Float64Array, first: number): void {
  for (let index = 0; index < rows.length; index++) into[first + index] = from[rows[index] ?? 0] ?? 0;
}

function gatherBytes(from: Uint8Array, rows: Uint32Array, into: Uint8Array, first: number): void {
  for (let index = 0; index < rows.length; index++) into[first + index] = from[rows[index] ?? 0] ?? 0;
}

function gatherShorts(from: Uint16Array, rows: Uint32Array, into: Uint16Array, first: number): void {
  for (let index = 0; index < rows.length; index++) into[first + index] = from[rows[index] ?? 0] ?? 0;
}

function gatherWords(from: Uint32Array, rows: Uint32Array, into: Uint32Array, first: number): void {
  for (let index = 0; index < rows.length; index++) into[first + index] = from[rows[index] ?? 0] ?? 0;
}

function gatherNames(from: EventColumns, rows: Uint32Array, into: EventColumns, first: number): void {
  for (let index = 0; index < rows.length; index++) {
    const kind = into.kind[first + index];
    if (kind !== codes.named && kind !== codes.executed) continue;
    into.names.set(first + index, from.names.get(rows[index] ?? 0) ?? '');
  }
}
