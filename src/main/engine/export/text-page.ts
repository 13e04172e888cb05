/**
 * Text under construction, as the bytes of its UTF-8. Exports print a dozen numbers for each of millions of rows: digits
 * written in place cost about half of joined strings, and leave nothing to the garbage collector.
 */
export class TextPage {
  #bytes = Buffer.allocUnsafe(1 << 20);
  #length = 0;

  /** Bytes made once by `utf8`: the fixed parts of rows. */
  bytes(constant: Uint8Array): void {
    this.#makeRoom(constant.length);
    this.#bytes.set(constant, this.#length);
    this.#length += constant.length;
  }

  text(text: string): void {
    this.#makeRoom(text.length * utf8PerUnit);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  /** A number as JavaScript writes it: digits for whole ones below 2^53. */
  number(value: number): void {
    if (Number.isSafeInteger(value) && value >= 0) this.#digits(value, digitCount(value));
    else this.text(String(value));
  }

  /** Nanoseconds as milliseconds with six decimals: 1234567 → "1.234567". Not known (NaN) writes nothing. */
  milliseconds(nanoseconds: number): void {
    this.#decimal(nanoseconds, 1e6, 6);
  }

  /** Nanoseconds as microseconds with three decimals: 1234567 → "1234.567". Not known (NaN) writes nothing. */
  microseconds(nanoseconds: number): void {
    this.#decimal(nanoseconds, 1e3, 3);
  }

  /** What was written since the last call; valid until the next thing is written. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #decimal(value: number, unit: number, decimals: number): void {
    if (Number.isNaN(value)) return;
    const magnitude = Math.round(Math.abs(value));
    if (value < 0 && magnitude > 0) this.bytes(minus);
    const whole = Math.floor(magnitude / unit);
    this.#digits(whole, digitCount(whole));
    this.bytes(point);
    this.#digits(magnitude - whole * unit, decimals);
  }

  /** The last `count` digits of a whole number. */
  #digits(value: number, count: number): void {
    this.#makeRoom(count);
    const bytes = this.#bytes;
    const start = this.#length;
    let at = start + count;
    this.#length = at;
    let rest = value;
    // Division of small integers is much faster, so what does not fit them is first taken apart.
    while (rest >= 2 ** 31) {
      const quotient = Math.floor(rest / 10);
      bytes[--at] = zero + (rest - quotient * 10);
      rest = quotient;
    }
    let small = rest | 0;
    while (at > start) {
      const quotient = (small / 10) | 0;
      bytes[--at] = zero + (small - quotient * 10);
      small = quotient;
    }
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe((this.#length + count) * 2);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

export const utf8 = (text: string): Uint8Array => Buffer.from(text);

/** Bytes that a UTF-16 unit becomes at most. */
const utf8PerUnit = 3;
const zero = 48;
const minus = utf8('-');
const point = utf8('.');

function digitCount(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count++;
  return count;
}
