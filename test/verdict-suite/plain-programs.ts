import { fileURLToPath } from 'node:url';
import type { Configuration } from '../../src/shared/experiment.ts';
import { familyOf } from '../../src/shared/executors.ts';
import { outputOf } from './children.ts';
import type { Expectation } from './expectations.ts';

/** What the plain programs are started with. */
export interface Bench {
  readonly env: NodeJS.ProcessEnv;
  /** How long a run goes on, at least; never less than one pass over all tasks. */
  readonly seconds: number;
}

export const workloadPath = (file: string): string =>
  fileURLToPath(new URL(`workloads/${file}`, import.meta.url));

const programPath = (file: string): string => fileURLToPath(new URL(`bare/${file}`, import.meta.url));
const longestRunMs = 120_000;

/** Runs a plain program of one configuration once. Gives tasks a second; rejects when it fails. */
export async function throughputOf(
  { file, asyncVariant }: Expectation,
  { executor, workers }: Configuration,
  tasks: number,
  { env, seconds }: Bench,
): Promise<number> {
  const onLoop = familyOf(executor) === 'event-loop';
  const how = [executor, String(workers), String(tasks), String(seconds)];
  const isPython = file.endsWith('.py');
  const stdout = await outputOf({
    program: isPython ? 'python3' : 'node',
    args: isPython
      ? [programPath('plain.py'), workloadPath(file), (onLoop ? asyncVariant : undefined) ?? 'task', ...how]
      : [programPath('plain.mjs'), workloadPath(file), ...how],
    env,
    limitMs: longestRunMs,
  });
  const took: unknown = JSON.parse(stdout);
  if (typeof took !== 'object' || took === null || !('tasks' in took) || !('seconds' in took))
    throw new Error(`A plain program of ${file} printed ${stdout} and not what it did.`);
  return Number(took.tasks) / Number(took.seconds);
}
