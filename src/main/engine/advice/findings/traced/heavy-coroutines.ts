import type { HeavyTask } from './loop-tally.ts';
import type { HeavyCoroutines } from './traced-evidence.ts';

/** What the coroutines with long steps add up to, without those that only wait for others of them; null: there are none. */
export function heavyOf(
  tasks: readonly HeavyTask[],
  lineOf: (task: number) => readonly number[],
): Omit<HeavyCoroutines, 'work'> | null {
  const waiting = new Set(tasks.flatMap(({ index }) => lineOf(index)));
  const working = tasks.filter(({ index, steps }) => steps > 0 && !waiting.has(index));
  const [first] = [...Map.groupBy(working, ({ site }) => site)].sort(
    ([, a], [, b]) => sum(b, stepsOf) - sum(a, stepsOf),
  );
  if (first === undefined) return null;
  return {
    site: first[0],
    tasks: working.length,
    steps: sum(working, ({ steps }) => steps),
    stepNs: sum(working, stepsOf),
    aliveNs: sum(working, ({ submit, end }) => end - submit),
    from: working.reduce((least, { submit }) => Math.min(least, submit), Infinity),
    to: working.reduce((most, { end }) => Math.max(most, end), -Infinity),
  };
}

const stepsOf = ({ stepNs }: HeavyTask): number => stepNs;

const sum = (tasks: readonly HeavyTask[], figure: (task: HeavyTask) => number): number =>
  tasks.reduce((total, task) => total + figure(task), 0);
