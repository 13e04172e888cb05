import { slotBytes } from '../../../shared/trace-format.ts';

const slotWords = slotBytes / 4;

/** Values of the bits above a time's lower 32. */
const upper = 0x1_0000_0000;

/**
 * Records of a `.slots` file in memory, read in place: a million of them pass by in a second, which leaves no time for an object each.
 * Offsets are those of `slotOffsets`, `index` counts the records of the block. Little endian, as every platform that runs this is.
 */
export class Slots {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #floats: Float32Array;

  /** `bytes` may be written to by whoever owns it; a part of a record at its end does not count. */
  constructor(bytes: ArrayBuffer) {
    const words = Math.floor(bytes.byteLength / slotBytes) * slotWords;
    this.length = words / slotWords;
    this.#bytes = new Uint8Array(bytes);
    this.#words = new Uint32Array(bytes, 0, words);
    this.#floats = new Float32Array(bytes, 0, words);
  }

  byte(index: number, offset: number): number {
    return this.#bytes[index * slotBytes + offset] ?? 0;
  }

  word(index: number, offset: number): number {
    return this.#words[index * slotWords + (offset >> 2)] ?? 0;
  }

  float(index: number, offset: number): number {
    return this.#floats[index * slotWords + (offset >> 2)] ?? 0;
  }

  /** A count or a duration of 64 bits; beyond 2^53 it is rounded. */
  long(index: number, offset: number): number {
    return this.word(index, offset) + this.word(index, offset + 4) * upper;
  }

  /** A moment, in nanoseconds after `origin`; NaN: not known. */
  time(index: number, offset: number, origin: ClockOrigin): number {
    const low = this.word(index, offset);
    const high = this.word(index, offset + 4);
    return low === 0 && high === 0
      ? Number.NaN
      : (high - origin.upperWord) * upper + (low - origin.lowerWord);
  }
}

/** A moment of CLOCK_MONOTONIC in halves, so that times after it are exact as doubles. */
export interface ClockOrigin {
  readonly upperWord: number;
  readonly lowerWord: number;
}

export const originAt = (ns: bigint): ClockOrigin => ({
  upperWord: Number(ns >> 32n),
  lowerWord: Number(ns & 0xffff_ffffn),
});
