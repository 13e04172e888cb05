import type { Configuration, Objective } from '../../../shared/experiment.ts';
import type { Executor } from '../../../shared/executors.ts';
import { spreadOfLogarithms } from '../../../shared/ratio-interval.ts';
import { studentQuantile } from '../../../shared/student-t.ts';
import { candidatesOf, clearlyBetter, isSame, type Candidate } from '../advice/verdict/candidates.ts';
import { keyOf, type SoFar } from './schedule.ts';

/** How the configurations of a sweep stand to each other after the trials so far. */

/** Half the interval of a configuration's score, relative, at which it is known well enough. */
const narrow = 0.05;
/** Fewer say next to nothing of how much repeats differ. */
export const fewestRepeats = 3;
const mostRepeats = 10;
/** With one trial of either, or where no repeat of one reaches any of the other, a lead of this much is not noise. */
const hopelessBehind = 2;
const clearlyBehind = 1.2;

export interface Tried {
  readonly configuration: Configuration;
  readonly trials: number;
  readonly repeatable: boolean;
}

/** What the trials so far say. */
export interface View {
  /** By `keyOf`. */
  readonly tried: ReadonlyMap<string, Tried>;
  /** Those with a figure, best first. */
  readonly candidates: readonly Candidate[];
}

export function viewOf({ ended }: SoFar, objective: Objective): View {
  const groups = Map.groupBy(ended, ({ planned }) => keyOf(planned));
  const tried = new Map<string, Tried>();
  for (const [key, group] of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const { executor, workers } = first.planned;
    tried.set(key, {
      configuration: { executor, workers },
      trials: group.length,
      repeatable: group.every(({ repeatable }) => repeatable),
    });
  }
  const reports = ended.map(({ report }) => report).filter((report) => report !== null);
  return { tried, candidates: candidatesOf(reports, objective) };
}

/** Of one executor, best first. */
export const exploredOf = (executor: Executor, { candidates }: View): readonly Candidate[] =>
  candidates.filter((candidate) => candidate.executor === executor);

/** It will not be the best, as far as one can tell from so many trials. */
export function isBehind(best: Candidate, other: Candidate): boolean {
  if (isSame(best, other)) return false;
  if (best.failing < other.failing) return true;
  const lead = best.score / other.score;
  if (lead >= hopelessBehind) return true;
  if (Math.min(best.scores.length, other.scores.length) < 2) return false;
  const apart = Math.min(...best.scores) > Math.max(...other.scores);
  return (lead >= clearlyBehind && apart) || clearlyBetter(best, other);
}

/** Student's interval of the mean of the logarithms, relative, lies within `narrow` on either side. */
export function isKnown({ scores }: Candidate): boolean {
  if (scores.length >= mostRepeats) return true;
  if (scores.length < fewestRepeats) return false;
  const { variance, count } = spreadOfLogarithms(scores);
  return studentQuantile(0.975, count - 1) * Math.sqrt(variance / count) <= Math.log1p(narrow);
}
