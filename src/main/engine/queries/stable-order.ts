const digitBits = 11;
const digitValues = 2 ** digitBits;
const digitsPerWord = Math.ceil(32 / digitBits);

/**
 * The positions of `keys` in the order of their values; equal ones stay in the order they had, NaN (not known) comes
 * last in both directions. A radix sort over the bits of the doubles, from the lowest digit up: on a million it takes a third of
 * the time of a comparison sort.
 */
export function stableOrder(keys: Float64Array<ArrayBuffer>, descending: boolean): Uint32Array<ArrayBuffer> {
  const words = sortableWords(keys, descending);
  let order = new Uint32Array(keys.length);
  for (let position = 0; position < order.length; position += 1) order[position] = position;
  let scratch = new Uint32Array(keys.length);
  for (const word of [0, 1]) {
    for (let digit = 0; digit < digitsPerWord; digit += 1) {
      const shift = digit * digitBits;
      const counts = countDigits(words, word, shift);
      // All equal in this digit: nothing moves.
      if (counts.includes(keys.length)) continue;
      distribute(order, scratch, { words, word, shift, counts });
      [order, scratch] = [scratch, order];
    }
  }
  return order;
}

/** How many keys have each value of a digit. */
function countDigits(words: Uint32Array, word: number, shift: number): Uint32Array {
  const counts = new Uint32Array(digitValues);
  for (let at = word; at < words.length; at += 2) {
    const value = ((words[at] ?? 0) >>> shift) & (digitValues - 1);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

/** Copies `order` to `sorted`, by the value of a digit, of equals in the order they had. */
function distribute(
  order: Uint32Array,
  sorted: Uint32Array,
  { words, word, shift, counts }: { words: Uint32Array; word: number; shift: number; counts: Uint32Array },
): void {
  const places = new Uint32Array(digitValues);
  for (let value = 1; value < digitValues; value += 1) {
    places[value] = (places[value - 1] ?? 0) + (counts[value - 1] ?? 0);
  }
  for (let at = 0; at < order.length; at += 1) {
    const position = order[at] ?? 0;
    const value = ((words[2 * position + word] ?? 0) >>> shift) & (digitValues - 1);
    const place = places[value] ?? 0;
    sorted[place] = position;
    places[value] = place + 1;
  }
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
