import type { Configuration, Objective, PlannedTrial } from '../../../shared/experiment.ts';
import type { Executor } from '../../../shared/executors.ts';
import { spreadOfLogarithms } from '../../../shared/ratio-interval.ts';
import { studentQuantile } from '../../../shared/student-t.ts';
import { candidatesOf, clearlyBetter, isSame, type Candidate } from '../advice/verdict/candidates.ts';
import type { Ladder } from './ladder.ts';
import { keyOf, type EndedTrial, type Schedule, type SoFar } from './schedule.ts';

export interface SweepConditions {
  readonly ladders: readonly Ladder[];
  readonly objective: Objective;
  readonly budgetMs: number;
  /** Of the budget, what is kept for running the two best once more. */
  readonly reserveShare: number;
}

/** Half the interval of a configuration's score, relative, at which it is known well enough. */
const narrow = 0.05;
const fewestRepeats = 3;
const mostRepeats = 10;
/** With one trial of either, or where no repeat of one reaches any of the other, a lead of this much is not noise. */
const hopelessBehind = 2;
const clearlyBehind = 1.2;

/**
 * The adaptive plan. First each executor where its best is most likely, then the other worker counts, one of each executor in turn and upwards only as
 * long as more workers still help; then repeats of those that may still be the best, until each one's figure is narrow or the time is spent.
 * The order is always a round of all before the next of any: a machine that gets slower over the minutes does so for all.
 *
 * One trial of each executor is run whatever the budget says: less would answer nothing.
 */
export function sweep(conditions: SweepConditions): Schedule {
  const { ladders, budgetMs } = conditions;

  const open = (soFar: SoFar): readonly Configuration[] => {
    const view = viewOf(soFar, conditions);
    const anchors = ladders
      .map(({ executor, anchor }) => ({ executor, workers: anchor }))
      .filter((configuration) => !view.tried.has(keyOf(configuration)));
    if (anchors.length > 0) return anchors;
    const rungs = unexplored(ladders, view);
    return rungs.length > 0 ? rungs : toRepeat(view);
  };
  const fits = (configuration: Configuration, soFar: SoFar): boolean => {
    const { tried } = viewOf(soFar, conditions);
    const firstOfExecutor = ![...tried.values()].some(
      ({ configuration: { executor } }) => executor === configuration.executor,
    );
    return (
      firstOfExecutor ||
      soFar.elapsedMs + expectedMs(configuration, soFar) <= budgetMs * (1 - conditions.reserveShare)
    );
  };
  const inTime = (soFar: SoFar): readonly Configuration[] =>
    open(soFar).filter((configuration) => fits(configuration, soFar));
  return {
    next: (soFar) => {
      const [first] = inTime(soFar);
      return first === undefined ? null : repeatOf(first, soFar);
    },
    upcoming: (soFar) => forecast(inTime(soFar), soFar, conditions).map((one) => repeatOf(one, soFar)),
    isCutShort: (soFar) => inTime(soFar).length < open(soFar).length,
    limitMs: budgetMs,
    isFixed: false,
  };
}

const repeatOf = (configuration: Configuration, { ended }: SoFar): PlannedTrial => ({
  ...configuration,
  repeat: 1 + ended.filter((trial) => isSame(trial.planned, configuration)).length,
});

interface Tried {
  readonly configuration: Configuration;
  readonly trials: number;
  readonly repeatable: boolean;
}

/** What the trials so far say. */
interface View {
  /** By `keyOf`. */
  readonly tried: ReadonlyMap<string, Tried>;
  /** Those with a figure, best first. */
  readonly candidates: readonly Candidate[];
}

function viewOf({ ended }: SoFar, { objective }: SweepConditions): View {
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

/** The next worker count of each executor that is worth it; of those with the fewest counts so far first. */
function unexplored(ladders: readonly Ladder[], view: View): readonly Configuration[] {
  return ladders
    .flatMap((ladder) => {
      const workers = nextRung(ladder, view);
      if (workers === null) return [];
      return [{ executor: ladder.executor, workers, explored: exploredOf(ladder.executor, view).length }];
    })
    .sort((a, b) => a.explored - b.explored)
    .map(({ executor, workers }) => ({ executor, workers }));
}

const exploredOf = (executor: Executor, { candidates }: View): readonly Candidate[] =>
  candidates.filter((candidate) => candidate.executor === executor);

function nextRung({ executor, counts, between, asked }: Ladder, view: View): number | null {
  const explored = exploredOf(executor, view);
  const [own] = explored;
  const [best] = view.candidates;
  if (own === undefined || best === undefined) return null;
  const untried = (workers: number): boolean => !view.tried.has(keyOf({ executor, workers }));
  const owed = asked.find(untried);
  if (owed !== undefined) return owed;
  const highest = Math.max(...explored.map(({ workers }) => workers));
  const second = Math.max(0, ...explored.map(({ workers }) => workers).filter((count) => count < highest));
  const failedAbove = [...view.tried.values()].some(
    ({ configuration, repeatable }) =>
      !repeatable && configuration.executor === executor && configuration.workers > highest,
  );
  // Upwards while the best is at the upper end, or next to it.
  const rising = own.workers >= second && !failedAbove;
  const up = counts.find((count) => count > highest && untried(count));
  if (up !== undefined && rising && !(isBehind(best, own) && own.workers < highest)) return up;
  // One that is far behind with what should be its best number of workers is not looked at from closer.
  if (isBehind(best, own)) return null;
  const below = counts.find((count) => count < highest && untried(count));
  if (below !== undefined) return below;
  if (own.executor !== best.executor) return null;
  return (
    between.find((count) => untried(count) && isBeside(count, own.workers, [...counts, ...between])) ?? null
  );
}

function isBeside(count: number, other: number, all: readonly number[]): boolean {
  const sorted = all.toSorted((a, b) => a - b);
  return Math.abs(sorted.indexOf(count) - sorted.indexOf(other)) === 1;
}

/** Those that may still be the best and are not known well enough; those with the fewest repeats first, in the order of the ladders. */
function toRepeat({ tried, candidates }: View): readonly Configuration[] {
  const [best] = candidates;
  if (best === undefined) return [];
  return [...tried.values()]
    .flatMap(({ configuration, repeatable, trials }) => {
      const candidate = candidates.find((one) => isSame(one, configuration));
      if (candidate === undefined || !repeatable || isBehind(best, candidate)) return [];
      return isKnown(candidate) ? [] : [{ configuration, trials }];
    })
    .sort((a, b) => a.trials - b.trials)
    .map(({ configuration }) => configuration);
}

function isBehind(best: Candidate, other: Candidate): boolean {
  if (isSame(best, other)) return false;
  if (best.failing < other.failing) return true;
  const lead = best.score / other.score;
  if (lead >= hopelessBehind) return true;
  if (Math.min(best.scores.length, other.scores.length) < 2) return false;
  const apart = Math.min(...best.scores) > Math.max(...other.scores);
  return (lead >= clearlyBehind && apart) || clearlyBetter(best, other);
}

/** Student's interval of the mean of the logarithms, relative, lies within `narrow` on either side. */
function isKnown({ scores }: Candidate): boolean {
  if (scores.length >= mostRepeats) return true;
  if (scores.length < fewestRepeats) return false;
  const { variance, count } = spreadOfLogarithms(scores);
  return studentQuantile(0.975, count - 1) * Math.sqrt(variance / count) <= Math.log1p(narrow);
}

/** What a trial of it took, or one of its executor, or any; a second when nothing has run yet. */
function expectedMs({ executor, workers }: Configuration, { ended }: SoFar): number {
  const ran = ended.filter(({ report }) => report !== null);
  return (
    longestMs(ran.filter(({ planned }) => isSame(planned, { executor, workers }))) ??
    longestMs(ran.filter(({ planned }) => planned.executor === executor)) ??
    longestMs(ran) ??
    1000
  );
}

const longestMs = (trials: readonly EndedTrial[]): number | null =>
  trials.length === 0 ? null : Math.max(...trials.map(({ tookMs }) => tookMs));

/** What is open now, then the other worker counts of executors that may still be the best, then what makes three repeats of each; as far as it fits. */
function forecast(
  open: readonly Configuration[],
  soFar: SoFar,
  conditions: SweepConditions,
): readonly Configuration[] {
  if (open.length === 0) return [];
  const { ladders, budgetMs, reserveShare } = conditions;
  const view = viewOf(soFar, conditions);
  const [best] = view.candidates;
  const contends = (candidate: Candidate): boolean => best === undefined || !isBehind(best, candidate);
  const rungs = ladders
    .filter(({ executor }) => exploredOf(executor, view).slice(0, 1).every(contends))
    .flatMap(({ executor, counts }) => counts.map((workers) => ({ executor, workers })))
    .filter((one) => !view.tried.has(keyOf(one)) && !open.some((other) => isSame(one, other)));
  const repeats = view.candidates
    .filter(contends)
    .flatMap((candidate) =>
      Array.from({ length: Math.max(0, fewestRepeats - candidate.scores.length) }, () => candidate),
    );
  let leftMs = budgetMs * (1 - reserveShare) - soFar.elapsedMs;
  return [...open, ...rungs, ...repeats].filter((configuration, at) => {
    leftMs -= expectedMs(configuration, soFar);
    return at === 0 || leftMs >= 0;
  });
}
