/**
 * Uneven: many short CPU-bound tasks and a straggler, which is submitted last and takes as long as half of all the
 * others together.
 *
 * Expect less from a second core than it could give: near the end one worker computes the straggler while the
 * others have nothing left to do. The trace shows it as one long bar at the end, the report as a p99 far above
 * p50. The cure is in the order, not in the executor: put the straggler first in `inputs` and run it again.
 *
 *   corelane lab examples/uneven.mjs
 */
export const meta = { name: 'uneven' };

const shortSteps = 4_000_000;
const shortTasks = 40;

/** Steps to compute, by task. */
export const inputs = [
  ...Array.from({ length: shortTasks }, () => shortSteps),
  (shortSteps * shortTasks) / 2,
];

/** Takes time in proportion to `steps`: each step of the xorshift generator needs the one before it. */
export default function compute(steps) {
  let state = 2_463_534_242;
  for (let step = 0; step < steps; step += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}
