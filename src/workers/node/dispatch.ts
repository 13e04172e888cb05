import type { WarmUp } from '../../shared/worker-protocol.ts';
import type { SessionClock } from './clock.ts';
import type { Executor } from './executors/executor.ts';
import { serializedBytes } from './result-size.ts';
import type { SettledTasks } from './settled-tasks.ts';
import type { TaskInputs } from './task-inputs.ts';

/**
 * Tasks handed to the executor and not yet settled, at most. High enough to be "all at once" for an
 * executor's queue, low enough that a million tasks do not stand in memory together.
 */
export const submittedAhead = 10_000;

/** Input number and value of task `index`. */
export function inputOf(
  { values }: TaskInputs,
  index: number,
): { readonly input: number; readonly value: unknown } {
  if (values.length === 0) return { input: index, value: index };
  const input = index % values.length;
  return { input, value: values[input] };
}

/** What each input weighs when it crosses to a worker; sized before the clock starts. */
export function argumentSizes({ values, tasks }: TaskInputs, crosses: boolean): (input: number) => number {
  if (!crosses) return () => Number.NaN;
  if (values.length === 0) return serializedBytes;
  const sizes = Float64Array.from(values.slice(0, tasks), serializedBytes);
  return (input) => sizes[input] ?? Number.NaN;
}

/** Runs every task once, in the order of their indices, and resolves with the first submit and the last settling. */
export async function dispatch(
  executor: Executor,
  inputs: TaskInputs,
  sizeOf: (input: number) => number,
  now: SessionClock,
  settledTasks: SettledTasks,
): Promise<{ readonly startNs: number; readonly endNs: number }> {
  const slots = Array.from({ length: Math.min(inputs.tasks, submittedAhead) }, (_, slot) => slot);
  let next = 0;
  let settled = 0;
  const startNs = now();
  await new Promise<void>((resolve) => {
    const submit = (slot: number) => {
      const index = next;
      next += 1;
      const { input, value } = inputOf(inputs, index);
      const submittedAt = now();
      void executor.run({ index, input: value, slot }).then((task) => {
        settled += 1;
        settledTasks.add({ index, input, submit: submittedAt, argumentBytes: sizeOf(input), settled: task });
        if (next < inputs.tasks) submit(slot);
        else if (settled === inputs.tasks) resolve();
      });
    };
    for (const slot of slots) submit(slot);
  });
  return { startNs, endNs: now() };
}

/**
 * Uncounted tasks, `lanes` at a time, so that the clock starts on compiled code and filled caches. They
 * take the inputs from the front, as the counted ones will.
 */
export async function warmUp(
  executor: Executor,
  inputs: TaskInputs,
  { untilNs, atLeast }: WarmUp,
  lanes: number,
  now: SessionClock,
): Promise<void> {
  const deadline = now() + untilNs;
  let begun = 0;
  const keepOneGoing = async (slot: number): Promise<void> => {
    while (begun < inputs.tasks && (begun < atLeast || now() < deadline)) {
      const index = begun;
      begun += 1;
      await executor.run({ index, input: inputOf(inputs, index).value, slot });
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, slot) => keepOneGoing(slot)));
}
