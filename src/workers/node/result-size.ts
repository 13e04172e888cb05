import { serialize } from 'node:v8';

/** Version tag (2 bytes) and type tag (1 byte) that every value of v8's serialisation format starts with. */
const tagBytes = 3;

/**
 * How many bytes a value takes when it crosses to another thread or process, as v8's serializer counts
 * them (structured clone writes the same format). NaN: it cannot be cloned, and so does not cross.
 */
export function serializedBytes(value: unknown): number {
  const constant = scalarBytes(value);
  if (constant !== null) return constant;
  try {
    return serialize(value).byteLength;
  } catch {
    return Number.NaN;
  }
}

/**
 * The same without serialising, for values whose encoded length follows from their type; null for all others. (V8 may hold
 * a whole number as a double, and then writes 8 bytes of it; nothing outside of V8 can tell, so it counts as a whole number.)
 */
export function scalarBytes(value: unknown): number | null {
  if (value === undefined || value === null || typeof value === 'boolean') return tagBytes;
  if (typeof value !== 'number') return null;
  const isSmallInteger =
    Number.isInteger(value) && !Object.is(value, -0) && value >= -(2 ** 31) && value < 2 ** 31;
  return isSmallInteger ? tagBytes + zigZagVarintBytes(value) : tagBytes + Float64Array.BYTES_PER_ELEMENT;
}

function zigZagVarintBytes(value: number): number {
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  let bytes = 1;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

/**
 * Sizes results inside a measured thread. Measurement policy: scalars always; for anything else the
 * serializer runs, and may use at most 1 % of the time the tasks themselves used. A result beyond that is
 * NaN ("not known"), never a guess. The first is always sized.
 */
export class ResultSizer {
  #sizingNs = 0;
  #runningNs = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  sizeOf(value: unknown, ranNs: number): number {
    const constant = scalarBytes(value);
    if (constant !== null) return constant;
    this.#runningNs += ranNs;
    if (this.#sizingNs * 100 > this.#runningNs) return Number.NaN;
    const before = this.#now();
    const bytes = serializedBytes(value);
    this.#sizingNs += this.#now() - before;
    return bytes;
  }
}
