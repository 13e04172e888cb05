const firstCapacity = 8;
/** Of its places so many are taken at most. */
const fullest = 0.75;
/** Knuth's multiplier of Fibonacci hashing (The Art of Computer Programming, volume 3, section 6.4): keys are mostly numbered in turn. */
const spread = 0x9e3779b1;

/**
 * Numbers by pairs of numbers of 32 bits each. A table with open addressing in typed arrays, as there may be a million of them: 16 bytes
 * for each place, where a Map of objects takes two hundred.
 */
export class PairTable {
  #high = new Uint32Array(firstCapacity);
  #low = new Uint32Array(firstCapacity);
  /** NaN: the place is free. */
  #values = new Float64Array(firstCapacity).fill(Number.NaN);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** NaN: there is none. */
  get(high: number, low: number): number {
    return this.#values[this.#find(high, low)] ?? Number.NaN;
  }

  /** `value` is not NaN. */
  set(high: number, low: number, value: number): void {
    const at = this.#find(high, low);
    const isNew = Number.isNaN(this.#values[at]);
    this.#put(at, high, low, value);
    if (!isNew) return;
    this.#size += 1;
    if (this.#size > this.#values.length * fullest) this.#grow();
  }

  /** Moves up what was put further on only because that place was taken. */
  delete(high: number, low: number): void {
    const mask = this.#values.length - 1;
    let free = this.#find(high, low);
    if (Number.isNaN(this.#values[free])) return;
    for (let next = (free + 1) & mask; !Number.isNaN(this.#values[next]); next = (next + 1) & mask) {
      const home = this.#home(this.#high[next] ?? 0, this.#low[next] ?? 0);
      if (((next - home) & mask) < ((next - free) & mask)) continue;
      this.#put(free, this.#high[next] ?? 0, this.#low[next] ?? 0, this.#values[next] ?? Number.NaN);
      free = next;
    }
    this.#values[free] = Number.NaN;
    this.#size -= 1;
  }

  *values(): Iterable<number> {
    for (const value of this.#values) if (!Number.isNaN(value)) yield value;
  }

  /** The place of a pair, or the free one that it would have. */
  #find(high: number, low: number): number {
    const mask = this.#values.length - 1;
    let at = this.#home(high, low);
    while (!Number.isNaN(this.#values[at]) && (this.#low[at] !== low || this.#high[at] !== high)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  #home(high: number, low: number): number {
    return (Math.imul(low ^ Math.imul(high, spread), spread) >>> 8) & (this.#values.length - 1);
  }

  #put(at: number, high: number, low: number, value: number): void {
    this.#high[at] = high;
    this.#low[at] = low;
    this.#values[at] = value;
  }

  #grow(): void {
    const high = this.#high;
    const low = this.#low;
    const values = this.#values;
    this.#high = new Uint32Array(2 * values.length);
    this.#low = new Uint32Array(2 * values.length);
    this.#values = new Float64Array(2 * values.length).fill(Number.NaN);
    for (const [from, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      this.#put(this.#find(high[from] ?? 0, low[from] ?? 0), high[from] ?? 0, low[from] ?? 0, value);
    }
  }
}
