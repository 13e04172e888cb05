import { parseDuration } from '../../../shared/durations.ts';
import { defaultBudget } from '../../../shared/experiment.ts';
import { familyOf } from '../../../shared/executors.ts';
import { counted, formatCount } from '../../../shared/figures.ts';
import { nanosecondsPerSecond, type Nanoseconds } from '../../../shared/units.ts';
import { usableExecutors, type DraftLimits, type LabDraft } from './lab-draft.ts';

/** How many trials a draft comes to, and of what. */
export interface TrialPlan {
  readonly executors: number;
  /** Null: the lab chooses them by what the task turns out to be. */
  readonly workerCounts: number | null;
  /** Null: as many as it takes. */
  readonly repeats: number | null;
  /** Exact where worker counts and repeats are given, else a guess. */
  readonly trials: number;
  /** Time for all trials; null: as long as they take. */
  readonly budget: Nanoseconds | null;
}

/** What the engine usually tries of an executor, and of an event loop. */
const usualCounts = 4;
const usualCountsInFlight = 2;
/** Most configurations are found to be worse after one trial; the others get three and more. */
const usualRepeats = 1.5;

export function planTrials(draft: LabDraft, limits: DraftLimits): TrialPlan {
  const executors = usableExecutors(draft, limits);
  const workerCounts = draft.workers.length === 0 ? null : new Set(draft.workers).size;
  const counts = executors.map(
    (executor) => workerCounts ?? (familyOf(executor) === 'event-loop' ? usualCountsInFlight : usualCounts),
  );
  const configurations = counts.reduce((sum, count) => sum + count, 0);
  const given = draft.budget.trim() === '' ? null : parseDuration(draft.budget);
  return {
    executors: executors.length,
    workerCounts,
    repeats: draft.repeat,
    trials: Math.round(configurations * (draft.repeat ?? usualRepeats)),
    budget: given ?? (draft.repeat === null ? defaultBudget : null),
  };
}

/** "5 executors × 2 worker counts × 3 repeats = 30 trials", or "5 executors: about 27 trials, up to 60 s" while their number is open. */
export function describePlan({ executors, workerCounts, repeats, trials, budget }: TrialPlan): string {
  const of = counted(executors, 'executor');
  const total = `${formatCount(trials)} ${trials === 1 ? 'trial' : 'trials'}`;
  if (workerCounts !== null && repeats !== null) {
    return `${of} × ${counted(workerCounts, 'worker count')} × ${counted(repeats, 'repeat')} = ${total}`;
  }
  return `${of}: about ${total}${budget === null ? '' : `, up to ${Number((budget / nanosecondsPerSecond).toPrecision(3))} s`}`;
}

/** Worker counts worth a try on so many cores: powers of two up to twice the cores, the cores and twice the cores themselves. Ascending. */
export function suggestWorkerCounts(cores: number): readonly number[] {
  const counts = new Set([cores, 2 * cores]);
  for (let count = 1; count <= 2 * cores; count *= 2) counts.add(count);
  return [...counts].filter((count) => count > 0).sort((a, b) => a - b);
}
