import { eventCodes } from '../../scheduling-events.ts';
import { EventColumns } from './event-columns.ts';

/** Decides about an event on its way out, in the order of all. */
export type Gate = (from: EventColumns, row: number) => boolean;

/** Events of several rings that are not given out yet, and the place where they get into one order. */
export class PendingEvents {
  /** By ring, each in order of time. */
  readonly queues: readonly EventColumns[];
  readonly #heads: HeadHeap;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(rings: number) {
    this.queues = Array.from({ length: rings }, () => new EventColumns());
    this.#heads = new HeadHeap(rings);
  }

  /**
   * Moves the events before `until` to the end of `into`, in order of time; the others wait. One that comes late, with a time before
   * that of what was given already, gets that one's time.
   */
  release(until: number, into: EventColumns, gate: Gate): void {
    const heads = this.#heads;
    const first = into.length;
    into.reserve(heads.begin(this.queues, until));
    while (heads.size > 0) {
      const from = this.queues[heads.ring] ?? into;
      heads.advance(from.time, move(from, heads.row, from.length, heads.limit(until), into, gate), until);
    }
    for (const [ring, queue] of this.queues.entries()) queue.dropFirst(heads.rowOf(ring));
    this.#raise(into, first);
  }

  #raise(rows: EventColumns, first: number): void {
    for (let row = first; row < rows.length && (rows.time[row] ?? 0) < this.#latest; row++) {
      rows.time[row] = this.#latest;
    }
    if (rows.length > first) this.#latest = rows.time[rows.length - 1] ?? this.#latest;
  }
}

/** Moves the row `first`, and those that follow it before `limit`. There is place for them. Gives the first row that stays. */
function move(
  from: EventColumns,
  first: number,
  end: number,
  limit: number,
  into: EventColumns,
  gate: Gate,
): number {
  // Looked up once: this is done for every event.
  const { kind, time, core, tid, pid, other, otherPid } = from;
  const { kind: kinds, time: times, core: cores, tid: tids, pid: pids } = into;
  const { other: others, otherPid: otherPids } = into;
  let row = first;
  let target = into.length;
  do {
    if (gate(from, row)) {
      const code = kind[row] ?? 0;
      kinds[target] = code;
      times[target] = time[row] ?? 0;
      cores[target] = core[row] ?? 0;
      tids[target] = tid[row] ?? 0;
      pids[target] = pid[row] ?? 0;
      others[target] = other[row] ?? 0;
      otherPids[target] = otherPid[row] ?? 0;
      if (code === eventCodes.named || code === eventCodes.executed)
        into.names.set(target, from.names.get(row) ?? '');
      target++;
    }
    row++;
  } while (row < end && (time[row] ?? 0) < limit);
  into.length = target;
  return row;
}

/** The next row of each ring, the earliest on top. */
class HeadHeap {
  size = 0;
  /** By place in the heap: the time of the ring's next row, and the ring. */
  readonly #time: Float64Array;
  readonly #ring: Uint32Array;
  /** By ring. */
  readonly #row: Uint32Array;
  readonly #end: Uint32Array;

  constructor(rings: number) {
    this.#time = new Float64Array(rings);
    this.#ring = new Uint32Array(rings);
    this.#row = new Uint32Array(rings);
    this.#end = new Uint32Array(rings);
  }

  /** Of the earliest row. */
  get ring(): number {
    return this.#ring[0] ?? 0;
  }

  get row(): number {
    return this.#row[this.ring] ?? 0;
  }

  rowOf(ring: number): number {
    return this.#row[ring] ?? 0;
  }

  /** Begins with the first rows that are before `until`. Gives how many rows there are at most. */
  begin(queues: readonly EventColumns[], until: number): number {
    let rows = 0;
    this.size = 0;
    for (let ring = 0; ring < queues.length; ring++) {
      const queue = queues[ring];
      if (queue === undefined) continue;
      rows += queue.length;
      this.#row[ring] = 0;
      this.#end[ring] = queue.length;
      const time = queue.time[0] ?? 0;
      if (queue.length > 0 && time < until) this.#set(this.size++, time, ring);
    }
    for (let place = (this.size >> 1) - 1; place >= 0; place--) this.#sink(place);
    return rows;
  }

  /** When the earliest row of the other rings is, or `until`. */
  limit(until: number): number {
    if (this.size < 2) return until;
    const left = this.#time[1] ?? 0;
    return this.size < 3 ? left : Math.min(left, this.#time[2] ?? 0);
  }

  /** The ring on top goes on with `row`. */
  advance(times: Float64Array, row: number, until: number): void {
    const ring = this.ring;
    this.#row[ring] = row;
    const time = row < (this.#end[ring] ?? 0) ? (times[row] ?? 0) : Number.POSITIVE_INFINITY;
    if (time < until) this.#time[0] = time;
    else {
      const last = --this.size;
      this.#set(0, this.#time[last] ?? 0, this.#ring[last] ?? 0);
    }
    this.#sink(0);
  }

  #set(place: number, time: number, ring: number): void {
    this.#time[place] = time;
    this.#ring[place] = ring;
  }

  #sink(from: number): void {
    const time = this.#time[from] ?? 0;
    const ring = this.#ring[from] ?? 0;
    let place = from;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && (this.#time[child + 1] ?? 0) < (this.#time[child] ?? 0)) child++;
      const earlier = this.#time[child] ?? 0;
      if (!(earlier < time)) break;
      this.#set(place, earlier, this.#ring[child] ?? 0);
      place = child;
    }
    this.#set(place, time, ring);
  }
}
