/** Where a run is: the number of the file it is in, and that of its record there. */
export interface RunPlace {
  readonly file: number;
  readonly record: number;
}

const firstCapacity = 8;
/** Of its places so many are taken at most. */
const fullest = 0.75;
/** Knuth's multiplier of Fibonacci hashing (The Art of Computer Programming, volume 3, section 6.4): keys are mostly numbered in turn. */
const spread = 0x9e3779b1;

/** Keys no longer to be found here, as far as they were ever asked for: no run has that record, which is a file's header. */
const missed = 0;

/**
 * Runs of one scope by key. A table with open addressing in typed arrays, as there may be a million of them: 16 bytes for each place.
 */
export class RunIndex {
  #keys = new Float64Array(firstCapacity);
  /** From 1; 0: the place is free. */
  #files = new Uint32Array(firstCapacity);
  #records = new Uint32Array(firstCapacity);
  #used = 0;

  /** Entries, those of missed keys among them. */
  get size(): number {
    return this.#used;
  }

  /** A run takes the place of the one of the same key before; one that was missed comes too late. */
  set(key: number, { file, record }: RunPlace): void {
    const at = this.#find(key);
    if (this.#files[at] !== 0 && this.#records[at] === missed) return;
    this.#write(at, key, file, record);
  }

  has(key: number): boolean {
    return this.#records[this.#find(key)] !== missed;
  }

  /** Gives the run and forgets it; null: there is none, and one that comes later is not taken. */
  take(key: number): RunPlace | null {
    const at = this.#find(key);
    const record = this.#records[at] ?? missed;
    if (record === missed) {
      this.#write(at, key, 0, missed);
      return null;
    }
    const place = { file: (this.#files[at] ?? 0) - 1, record };
    this.#remove(at);
    return place;
  }

  /** Those that were not taken. */
  *rest(): Iterable<RunPlace> {
    for (const [at, record] of this.#records.entries()) {
      if (record !== missed) yield { file: (this.#files[at] ?? 0) - 1, record };
    }
  }

  /** The place of a key, or the free one that it would have. */
  #find(key: number): number {
    const mask = this.#keys.length - 1;
    let at = this.#home(key);
    while (this.#files[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #home(key: number): number {
    const mixed = Math.imul((key >>> 0) ^ Math.floor(key / 2 ** 32), spread);
    return (mixed >>> 8) & (this.#keys.length - 1);
  }

  #write(at: number, key: number, file: number, record: number): void {
    const isNew = this.#files[at] === 0;
    this.#keys[at] = key;
    this.#files[at] = file + 1;
    this.#records[at] = record;
    if (!isNew) return;
    this.#used += 1;
    if (this.#used > this.#keys.length * fullest) this.#grow();
  }

  /** Moves up what was only put further on because that place was taken. */
  #remove(at: number): void {
    const mask = this.#keys.length - 1;
    let free = at;
    for (let next = (at + 1) & mask; this.#files[next] !== 0; next = (next + 1) & mask) {
      const home = this.#home(this.#keys[next] ?? 0);
      if (((next - home) & mask) < ((next - free) & mask)) continue;
      this.#keys[free] = this.#keys[next] ?? 0;
      this.#files[free] = this.#files[next] ?? 0;
      this.#records[free] = this.#records[next] ?? 0;
      free = next;
    }
    this.#files[free] = 0;
    this.#records[free] = missed;
    this.#used -= 1;
  }

  #grow(): void {
    const keys = this.#keys;
    const files = this.#files;
    const records = this.#records;
    this.#keys = new Float64Array(2 * keys.length);
    this.#files = new Uint32Array(2 * keys.length);
    this.#records = new Uint32Array(2 * keys.length);
    for (const [from, file] of files.entries()) {
      if (file === 0) continue;
      const at = this.#find(keys[from] ?? 0);
      this.#keys[at] = keys[from] ?? 0;
      this.#files[at] = file;
      this.#records[at] = records[from] ?? 0;
    }
  }
}
