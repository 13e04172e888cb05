/**
 * When one track was busy, and with what: slices of a core or a thread, tasks of a lane, waits of a thread. An interval of
 * no length still begins somewhere and is counted there.
 */
export interface TrackIntervals {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly key: Uint32Array;
}

export type IntervalsByTrack = ReadonlyMap<number, TrackIntervals>;

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

  /** The same intervals track by track, in order of the tracks' numbers. */
  byTrack(): IntervalsByTrack {
    const places = this.#placesOfTracks();
    const start = new Float64Array(this.length);
    const end = new Float64Array(this.length);
    const key = new Uint32Array(this.length);
    const next = Uint32Array.from(places, ({ first }) => first);
    const slots = this.#slotOfRows(places);
    for (let row = 0; row < this.length; row += 1) {
      const slot = slots[row] ?? 0;
      const at = next[slot] ?? 0;
      next[slot] = at + 1;
      start[at] = this.#start[row] ?? 0;
      end[at] = this.#end[row] ?? 0;
      key[at] = this.#key[row] ?? 0;
    }
    return new Map(
      places.map(({ track, first }, slot) => {
        const to = next[slot];
        const part = { start: start.subarray(first, to), end: end.subarray(first, to) };
        return [track, { ...part, key: key.subarray(first, to) }];
      }),
    );
  }

  /** The tracks that occur, ascending, and where their intervals begin when all are put in order. */
  #placesOfTracks(): { readonly track: number; readonly first: number }[] {
    const counts = this.#countByTrack();
    let first = 0;
    return counts.map(({ track, count }) => {
      const place = { track, first };
      first += count;
      return place;
    });
  }

  #countByTrack(): { readonly track: number; readonly count: number }[] {
    const tracks = this.#track.subarray(0, this.length);
    const largest = this.#largestTrack();
    if (largest > largestTabledTrack) {
      const counts = new Map<number, number>();
      for (const track of tracks) counts.set(track, (counts.get(track) ?? 0) + 1);
      return [...counts].map(([track, count]) => ({ track, count })).toSorted((a, b) => a.track - b.track);
    }
    const table = new Uint32Array(largest + 1);
    for (let row = 0; row < tracks.length; row += 1) {
      const track = tracks[row] ?? 0;
      table[track] = (table[track] ?? 0) + 1;
    }
    const counts: { track: number; count: number }[] = [];
    for (let track = 0; track <= largest; track += 1) {
      const count = table[track] ?? 0;
      if (count > 0) counts.push({ track, count });
    }
    return counts;
  }

  /** For each row the place of its track among those that occur. */
  #slotOfRows(places: readonly { readonly track: number }[]): Uint32Array {
    const largest = this.#largestTrack();
    const slots = new Uint32Array(this.length);
    if (largest > largestTabledTrack) {
      const slotOf = new Map(places.map(({ track }, slot) => [track, slot]));
      for (let row = 0; row < slots.length; row += 1) slots[row] = slotOf.get(this.#track[row] ?? 0) ?? 0;
      return slots;
    }
    const table = new Uint32Array(largest + 1);
    for (const [slot, { track }] of places.entries()) table[track] = slot;
    for (let row = 0; row < slots.length; row += 1) slots[row] = table[this.#track[row] ?? 0] ?? 0;
    return slots;
  }

  #largestTrack(): number {
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
