/** Lengths from one to sixty-four. */
export const meta = { name: 'skewed' };
export const inputs = Array.from({ length: 42 }, (_, number) => 2 ** (number % 7));

export default function task(length) {
  let state = 2_463_534_242;
  for (let step = 0; step < length * 200_000; step += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}
