/**
 * When one track was busy, and with what: slices of a core or a thread, tasks of a lane, waits of a thread. An interval of
 * no length still begins somewhere and is counted there.
 */
export interface TrackIntervals {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly key: Uint32Array;
}

/** Tracks in order of their numbers, each once. To be gone through once: there may be hundreds of thousands of them. */
export type IntervalsByTrack = Iterable<readonly [number, TrackIntervals]>;

const firstCapacity = 64;
/** Cores, lanes and rows of threads are numbered from zero; a table by track is quick up to here. */
const largestTabledTrack = 2 ** 20;

/** Intervals of many tracks in order of arrival, in a few growing columns: millions of them pass through here. */
export class IntervalTable {
  length = 0;
  #capacity: number;
  #track: Uint32Array;
  #start: Float64Array;
  #end: Float64Array;
  #key: Uint32Array;

  /** `expected`: how many intervals there may be; more are welcome. */
  constructor(expected = 0) {
    this.#capacity = Math.max(firstCapacity, expected);
    this.#track = new Uint32Array(this.#capacity);
    this.#start = new Float64Array(this.#capacity);
    this.#end = new Float64Array(this.#capacity);
    this.#key = new Uint32Array(this.#capacity);
  }

  add(track: number, start: number, end: number, key: number): void {
    if (this.length === this.#capacity) this.#grow();
    const row = this.length;
    this.#track[row] = track;
    this.#start[row] = start;
    this.#end[row] = end;
    this.#key[row] = key;
    this.length = row + 1;
  }

  clear(): void {
    this.length = 0;
  }

  /** The same intervals track by track, in order of the tracks' numbers. What is handed out holds when the table is cleared. */
  byTrack(): IntervalsByTrack {
    const { tracks, slots } = this.#slotsOfRows();
    const next = firstOfEach(slots, tracks.length);
    const start = new Float64Array(this.length);
    const end = new Float64Array(this.length);
    const key = new Uint32Array(this.length);
    for (let row = 0; row < this.length; row += 1) {
      const slot = slots[row] ?? 0;
      const at = next[slot] ?? 0;
      next[slot] = at + 1;
      start[at] = this.#start[row] ?? 0;
      end[at] = this.#end[row] ?? 0;
      key[at] = this.#key[row] ?? 0;
    }
    return inParts(tracks, next, { start, end, key });
  }

  /** The tracks that occur, ascending, and for each row the place of its track among them. */
  #slotsOfRows(): { readonly tracks: Uint32Array; readonly slots: Uint32Array } {
    const largest = this.largestTrack;
    const slots = new Uint32Array(this.length);
    if (largest > largestTabledTrack) {
      const tracks = Uint32Array.from(new Set(this.#track.subarray(0, this.length))).sort();
      const slotOf = new Map(Array.from(tracks, (track, slot) => [track, slot]));
      for (let row = 0; row < slots.length; row += 1) slots[row] = slotOf.get(this.#track[row] ?? 0) ?? 0;
      return { tracks, slots };
    }
    const table = new Uint32Array(largest + 1);
    for (let row = 0; row < slots.length; row += 1) table[this.#track[row] ?? 0] = 1;
    const tracks = new Uint32Array(table.reduce((sum, occurs) => sum + occurs, 0));
    let slot = 0;
    for (let track = 0; track <= largest; track += 1) {
      if (table[track] !== 1) continue;
      tracks[slot] = track;
      table[track] = slot;
      slot += 1;
    }
    for (let row = 0; row < slots.length; row += 1) slots[row] = table[this.#track[row] ?? 0] ?? 0;
    return { tracks, slots };
  }

  /** 0 of none. */
  get largestTrack(): number {
    let largest = 0;
    for (let row = 0; row < this.length; row += 1) {
      const track = this.#track[row] ?? 0;
      if (track > largest) largest = track;
    }
    return largest;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#track = longer(new Uint32Array(this.#capacity), this.#track);
    this.#start = longer(new Float64Array(this.#capacity), this.#start);
    this.#end = longer(new Float64Array(this.#capacity), this.#end);
    this.#key = longer(new Uint32Array(this.#capacity), this.#key);
  }
}

/** Where the rows of each slot begin when all are put in order of the slots. */
function firstOfEach(slots: Uint32Array, count: number): Uint32Array {
  const first = new Uint32Array(count + 1);
  for (let row = 0; row < slots.length; row += 1) {
    const after = (slots[row] ?? 0) + 1;
    first[after] = (first[after] ?? 0) + 1;
  }
  for (let slot = 1; slot < count; slot += 1) first[slot] = (first[slot] ?? 0) + (first[slot - 1] ?? 0);
  return first;
}

/** `ends`: where the rows of each track end. */
function* inParts(
  tracks: Uint32Array,
  ends: Uint32Array,
  { start, end, key }: TrackIntervals,
): Generator<readonly [number, TrackIntervals]> {
  let first = 0;
  for (const [slot, track] of tracks.entries()) {
    const to = ends[slot] ?? first;
    yield [
      track,
      { start: start.subarray(first, to), end: end.subarray(first, to), key: key.subarray(first, to) },
    ];
    first = to;
  }
}

function longer<A extends Float64Array | Uint32Array>(to: A, from: A): A {
  to.set(from);
  return to;
}

/** Ordered by start, then end, then key, so that the order of arrival never shows. */
export function sortIntervals(intervals: TrackIntervals): TrackIntervals {
  const { start, end, key } = intervals;
  const compare = (a: number, b: number): number =>
    (start[a] ?? 0) - (start[b] ?? 0) || (end[a] ?? 0) - (end[b] ?? 0) || (key[a] ?? 0) - (key[b] ?? 0);
  let sorted = true;
  for (let index = 1; index < start.length && sorted; index += 1) {
    // Mostly the starts alone tell.
    sorted = (start[index - 1] ?? 0) < (start[index] ?? 0) || compare(index - 1, index) <= 0;
  }
  if (sorted) return intervals;
  const order = Uint32Array.from(start.keys()).sort(compare);
  return {
    start: Float64Array.from(order, (index) => start[index] ?? 0),
    end: Float64Array.from(order, (index) => end[index] ?? 0),
    key: Uint32Array.from(order, (index) => key[index] ?? 0),
  };
}
