import type { Configuration, Objective } from '../../../../shared/experiment.ts';
import { allExecutors, shortName } from '../../../../shared/executors.ts';
import type { TrialReport } from '../../../../shared/lab-report.ts';
import { ratioOfRepeats } from '../../../../shared/ratio-interval.ts';
import { median, type RatioInterval } from '../../../../shared/statistics.ts';

/** A configuration with what the objective makes of each of its trials: higher is better, and all are above zero. */
export interface Candidate extends Configuration {
  readonly scores: readonly number[];
  /** Their median. */
  readonly score: number;
  /** Share of its tasks that did not end well, below 1. */
  readonly failing: number;
}

/** Differences below this are not worth a more complicated API, even when they are real. */
const worthwhile = 1.03;
/**
 * A single trial shows no spread, so only a lead that repeats would hardly turn round counts. On a busy machine equal trials were seen to differ by a factor
 * of two (docs/verdicts.md): less than that says nothing. A single lucky trial can be further off, which is why `conclude` asks the confirmation as well.
 */
const worthwhileUnrepeated = 2;

/** Of trials under one pin policy, best first. A configuration under which more tasks failed never ranks above one under which fewer did. */
export function candidatesOf(trials: readonly TrialReport[], objective: Objective): readonly Candidate[] {
  const groups = Map.groupBy(
    trials.filter((trial) => trial.complete),
    ({ executor, workers }) => `${executor} ${workers}`,
  );
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      const scores = group.map((trial) => scoreOf(trial, objective)).filter((score) => score !== null);
      const score = median(scores);
      if (first === undefined || score === null) return [];
      const tasks = group.reduce((sum, trial) => sum + trial.tasks, 0);
      const failed = group.reduce((sum, trial) => sum + trial.failed, 0);
      const failing = tasks === 0 ? 1 : failed / tasks;
      return failing === 1
        ? []
        : [{ executor: first.executor, workers: first.workers, scores, score, failing }];
    })
    .sort((a, b) => a.failing - b.failing || b.score - a.score);
}

function scoreOf(trial: TrialReport, objective: Objective): number | null {
  switch (objective) {
    case 'throughput':
      return positive(trial.throughput_per_s);
    case 'latency':
      return inverse(trial.task_ms.p95);
    case 'memory':
      return inverse(trial.peak_rss_mb);
  }
}

const positive = (figure: number | null): number | null => (figure === null || figure <= 0 ? null : figure);
const inverse = (figure: number | null): number | null => {
  const known = positive(figure);
  return known === null ? null : 1 / known;
};

/** How the scores of two compare; null: too few repeats to show a spread. */
export const ratioOf = (a: Candidate, b: Candidate): RatioInterval | null =>
  ratioOfRepeats(a.scores, b.scores);

/** Whether `a` is better than `b` by more than repeats of the same differ, and by enough to matter. */
export function clearlyBetter(a: Candidate, b: Candidate): boolean {
  if (isSame(a, b)) return false;
  if (a.failing < b.failing) return true;
  const interval = ratioOf(a, b);
  if (interval === null) return a.score / b.score >= worthwhileUnrepeated;
  return interval.low > 1 && interval.ratio >= worthwhile;
}

export const isSame = (a: Configuration, b: Configuration): boolean =>
  a.executor === b.executor && a.workers === b.workers;

/** As the steps of a verdict name it. */
export const named = ({ executor, workers }: Configuration): string => `${shortName(executor)} × ${workers}`;

/** From the API with the least machinery to the one with the most; of these, the fewest workers. */
export function simplest<Some extends Configuration>(candidates: readonly [Some, ...Some[]]): Some {
  const weight = ({ executor, workers }: Some) => allExecutors.indexOf(executor) * 1e6 + workers;
  return candidates.reduce((simpler, other) => (weight(other) < weight(simpler) ? other : simpler));
}
