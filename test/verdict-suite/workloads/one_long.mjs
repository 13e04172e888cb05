/** One task that computes for long: nothing to divide. */
export const meta = { name: 'one_long', tasks: 1 };

export default function task(number) {
  let state = 2_463_534_242 + number;
  for (let step = 0; step < 50_000_000; step += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}
