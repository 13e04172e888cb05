import { PairTable } from '../store/pair-table.ts';

/** Where a run is: the number of the file it is in, and that of its record there. */
export interface RunPlace {
  readonly file: number;
  readonly record: number;
}

const upper = 2 ** 32;
/** The place of a key that was asked for before there was a run of it. */
const missed = -1;

/** Runs of one scope by key, which is a whole number up to 2^53. Records are numbered in 32 bits, files in 21. */
export class RunIndex {
  readonly #places = new PairTable();

  /** Entries, those of missed keys among them. */
  get size(): number {
    return this.#places.size;
  }

  /** A run takes the place of the one of the same key before; one that was missed comes too late. */
  set(key: number, { file, record }: RunPlace): void {
    if (this.#get(key) === missed) return;
    this.#set(key, file * upper + record);
  }

  has(key: number): boolean {
    return this.#get(key) >= 0;
  }

  /** Gives the run and forgets it; null: there is none, and one that comes later is not taken. */
  take(key: number): RunPlace | null {
    const place = this.#get(key);
    if (!(place >= 0)) {
      this.#set(key, missed);
      return null;
    }
    this.#places.delete(Math.floor(key / upper), key >>> 0);
    return runPlace(place);
  }

  /** Those that were not taken. */
  *rest(): Iterable<RunPlace> {
    for (const place of this.#places.values()) if (place !== missed) yield runPlace(place);
  }

  #get(key: number): number {
    return this.#places.get(Math.floor(key / upper), key >>> 0);
  }

  #set(key: number, place: number): void {
    this.#places.set(Math.floor(key / upper), key >>> 0, place);
  }
}

const runPlace = (place: number): RunPlace => ({ file: Math.floor(place / upper), record: place % upper });
