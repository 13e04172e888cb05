const digitBits = 16;
const digitValues = 2 ** digitBits;
const digits = 64 / digitBits;

/**
 * The positions of `keys` in the order of their values; equal ones stay in the order they had, NaN (not known) comes
 * last in both directions. A radix sort over the bits of the doubles: a million take some 50 ms, a comparison sort ten times that.
 */
export function stableOrder(keys: Float64Array<ArrayBuffer>, descending: boolean): Uint32Array<ArrayBuffer> {
  const words = sortableWords(keys, descending);
  let order = Uint32Array.from(keys.keys());
  let scratch = new Uint32Array(keys.length);
  for (let digit = 0; digit < digits; digit += 1) {
    const word = digit >> 1;
    const shift = (digit & 1) * digitBits;
    const ends = new Uint32Array(digitValues);
    const valueOf = (position: number): number =>
      ((words[2 * position + word] ?? 0) >>> shift) & (digitValues - 1);
    for (let position = 0; position < keys.length; position += 1) {
      const value = valueOf(position);
      ends[value] = (ends[value] ?? 0) + 1;
    }
    // All equal in this digit: nothing moves.
    if (ends[valueOf(0)] === keys.length) continue;
    let before = 0;
    for (let value = 0; value < digitValues; value += 1) {
      const count = ends[value] ?? 0;
      ends[value] = before;
      before += count;
    }
    for (const position of order) {
      const value = valueOf(position);
      const at = ends[value] ?? 0;
      scratch[at] = position;
      ends[value] = at + 1;
    }
    [order, scratch] = [scratch, order];
  }
  return order;
}

/**
 * Each key as two words (low, high) that compare as unsigned integers the way the keys do: of positive doubles
 * the sign bit is flipped, of negative ones every bit; for descending order every bit once more. NaN becomes the largest.
 */
function sortableWords(keys: Float64Array<ArrayBuffer>, descending: boolean): Uint32Array {
  // Adding 0 makes −0 equal to 0 in its bits, too.
  const words = new Uint32Array(keys.map((key) => key + 0).buffer);
  const turned = descending ? 0xffff_ffff : 0;
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at + 1] ?? 0;
    if (Number.isNaN(keys[at >> 1])) {
      words[at] = 0xffff_ffff;
      words[at + 1] = 0xffff_ffff;
      continue;
    }
    const isNegative = high >>> 31 === 1;
    words[at] = (words[at] ?? 0) ^ (isNegative ? 0xffff_ffff : 0) ^ turned;
    words[at + 1] = high ^ (isNegative ? 0xffff_ffff : 0x8000_0000) ^ turned;
  }
  return words;
}
