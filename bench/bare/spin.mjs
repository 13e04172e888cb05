/** A fixed amount of work: so many rounds of a generator that no optimiser can skip. Never a fixed time, which would hide a slowdown. */
const rounds = Number(process.env['CORELANE_BENCH_ROUNDS'] ?? 1000);

export const meta = { name: 'spin', tasks: Number(process.env['CORELANE_BENCH_TASKS'] ?? 1000) };

export default function spin() {
  let state = 1;
  for (let round = 0; round < rounds; round += 1) state = (state * 1103515245 + 12345) & 0x7fffffff;
  return state;
}
