/** Bins per decade: a bin is 0.23 % wide. */
const binsPerDecade = 1000;
/** From 1 ns to 10¹³ ns, close to three hours; what lies outside goes into the first or the last bin. */
const decades = 13;
const binCount = binsPerDecade * decades;

/**
 * Durations in bins of equal ratio, 52 kB however many they are, so that millions of tasks can be read without being held. What
 * is read from it is within 0.23 % of the truth.
 */
export class LogHistogram {
  readonly counts = new Uint32Array(binCount);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** A duration in ns; NaN is left out. */
  add(ns: number): void {
    if (Number.isNaN(ns)) return;
    const bin = Math.min(binCount - 1, Math.floor(Math.log10(Math.max(1, ns)) * binsPerDecade));
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
    this.#total += 1;
  }

  /** About the value of this whole rank, the smallest being 0: those in one bin are taken to be spread evenly. Null: there is no such rank. */
  atRank(rank: number): number | null {
    if (rank < 0) return null;
    let before = 0;
    for (const [bin, count] of this.counts.entries()) {
      if (before + count > rank) return 10 ** ((bin + (rank - before + 0.5) / count) / binsPerDecade);
      before += count;
    }
    return null;
  }

  /** The same durations in bins of `width` of these each, from bin `first` up to bin `end`. */
  coarser(width: number, first: number, end: number): Uint32Array<ArrayBuffer> {
    return Uint32Array.from({ length: Math.ceil((end - first) / width) }, (_, at) =>
      this.counts
        .subarray(first + at * width, Math.min(end, first + (at + 1) * width))
        .reduce((sum, count) => sum + count, 0),
    );
  }
}

/** The lower edge of a bin in ns. */
export const edgeOfBin = (bin: number): number => 10 ** (bin / binsPerDecade);
