import { configurations } from '../../../shared/experiment.ts';
import { counted, formatCount } from '../../../shared/figures.ts';
import { usableCores, usableExecutors, type DraftLimits, type LabDraft } from './lab-draft.ts';

/** How many trials a draft comes to, and of what. */
export interface TrialPlan {
  readonly executors: number;
  readonly workerCounts: number;
  readonly repeats: number;
  readonly trials: number;
}

/** @param tasks of the task's module: what a trial runs when the draft does not say. */
export function planTrials(draft: LabDraft, limits: DraftLimits, tasks: number): TrialPlan {
  const executors = usableExecutors(draft, limits);
  const workers = draft.workers.length === 0 ? null : draft.workers;
  const points = configurations(executors, workers, usableCores(draft, limits).length, draft.tasks ?? tasks);
  const repeats = draft.repeat ?? 0;
  return {
    executors: executors.length,
    workerCounts: workers === null ? 1 : new Set(workers).size,
    repeats,
    trials: points.length * repeats,
  };
}

/** "5 executors × 2 worker counts × 3 repeats = 30 trials" */
export const describePlan = ({ executors, workerCounts, repeats, trials }: TrialPlan): string =>
  `${counted(executors, 'executor')} × ${counted(workerCounts, 'worker count')} × ${counted(repeats, 'repeat')} = ${formatCount(trials)} ${trials === 1 ? 'trial' : 'trials'}`;

/** Worker counts worth a try on so many cores: powers of two up to twice the cores, the cores and twice the cores themselves. Ascending. */
export function suggestWorkerCounts(cores: number): readonly number[] {
  const counts = new Set([cores, 2 * cores]);
  for (let count = 1; count <= 2 * cores; count *= 2) counts.add(count);
  return [...counts].filter((count) => count > 0).sort((a, b) => a - b);
}
