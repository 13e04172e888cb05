import type { Configuration, Objective, PlannedTrial } from '../../../shared/experiment.ts';
import { isSame, type Candidate } from '../advice/verdict/candidates.ts';
import type { Ladder } from './ladder.ts';
import { exploredOf, fewestRepeats, isBehind, isKnown, viewOf, type View } from './standing.ts';
import { keyOf, type EndedTrial, type Schedule, type SoFar } from './schedule.ts';

export interface SweepConditions {
  readonly ladders: readonly Ladder[];
  readonly objective: Objective;
  readonly budgetMs: number;
  /** Of the budget, what is kept for running the two best once more. */
  readonly reserveShare: number;
}

/** A first figure within this factor of the best one's is within reach of it: equal trials on a busy machine differ as much. */
const withinReach = 1.5;

/**
 * The adaptive plan. First each executor where its best is most likely, and the early counts of the ladders. Then three trials of each executor's best
 * where that is within reach of the best of all: a single one may be a lucky one, and on a small budget nothing else would be repeated. Then the other
 * worker counts, one of each executor in turn and upwards only as long as more workers still help; then repeats of those that may still be the best,
 * until each one's figure is narrow or the time is spent. What would take too long is left out, and shorter trials take its place.
 * The order is always a round of all before the next of any: a machine that gets slower over the minutes does so for all.
 *
 * One trial of each executor is run whatever the budget says: less would answer nothing.
 */
export function sweep(conditions: SweepConditions): Schedule {
  const { ladders, budgetMs } = conditions;

  // Worked out one after the other, as some take long and the first that fits is enough.
  const phases = (soFar: SoFar): readonly (() => readonly Configuration[])[] => {
    const view = viewOf(soFar, conditions.objective);
    const anchors = ladders
      .map(({ executor, anchor }) => ({ executor, workers: anchor }))
      .filter((configuration) => !view.tried.has(keyOf(configuration)));
    if (anchors.length > 0) return [() => anchors];
    return [
      () => earlyCounts(ladders, view),
      () => leadersToRepeat(view),
      () => unexplored(ladders, view),
      () => toRepeat(view),
    ];
  };
  const fits = (configuration: Configuration, soFar: SoFar): boolean => {
    const { tried } = viewOf(soFar, conditions.objective);
    const firstOfExecutor = ![...tried.values()].some(
      ({ configuration: { executor } }) => executor === configuration.executor,
    );
    return (
      firstOfExecutor ||
      soFar.elapsedMs + expectedMs(configuration, soFar) <= budgetMs * (1 - conditions.reserveShare)
    );
  };
  const inTime = (soFar: SoFar): readonly Configuration[] => {
    for (const phase of phases(soFar)) {
      const fitting = phase().filter((configuration) => fits(configuration, soFar));
      if (fitting.length > 0) return fitting;
    }
    return [];
  };
  return {
    next: (soFar) => {
      const [first] = inTime(soFar);
      return first === undefined ? null : repeatOf(first, soFar);
    },
    upcoming: (soFar) => forecast(inTime(soFar), soFar, conditions).map((one) => repeatOf(one, soFar)),
    isCutShort: (soFar) =>
      phases(soFar).some((phase) => phase().some((configuration) => !fits(configuration, soFar))),
    limitMs: budgetMs,
    isFixed: false,
  };
}

const repeatOf = (configuration: Configuration, { ended }: SoFar): PlannedTrial => ({
  ...configuration,
  repeat: 1 + ended.filter((trial) => isSame(trial.planned, configuration)).length,
});

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

/** The next early count of each executor: where it answers a question, or the executor may still be the best and gets better upwards. */
const earlyCounts = (ladders: readonly Ladder[], view: View): readonly Configuration[] =>
  ladders.flatMap((ladder) => {
    const workers = nextRung(ladder, view);
    return workers !== null && ladder.early.includes(workers) ? [{ executor: ladder.executor, workers }] : [];
  });

function nextRung(ladder: Ladder, view: View): number | null {
  const { executor, counts, between, asked } = ladder;
  const explored = exploredOf(executor, view);
  const [own] = explored;
  const [best] = view.candidates;
  if (best === undefined) return null;
  if (own === undefined) return rungBelowFailures(ladder, view);
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
  // One that is far behind with what should be its best number of workers is not looked at from closer, unless so many made tasks fail.
  if (isBehind(best, own) && own.failing <= best.failing) return null;
  const below = counts.findLast((count) => count < highest && untried(count));
  if (below !== undefined) return below;
  if (own.executor !== best.executor) return null;
  return (
    between.find((count) => untried(count) && isBeside(count, own.workers, [...counts, ...between])) ?? null
  );
}

/** Where every task failed with so many workers, though others ran them: the next count below, if its process lived. */
function rungBelowFailures({ executor, counts }: Ladder, { tried }: View): number | null {
  const own = [...tried.values()].filter(({ configuration }) => configuration.executor === executor);
  if (own.length === 0 || own.some(({ repeatable }) => !repeatable)) return null;
  const lowest = Math.min(...own.map(({ configuration }) => configuration.workers));
  return counts.findLast((count) => count < lowest) ?? null;
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

/** Of those, the best of each executor, where it is within reach of the best of all and has not shown how much its repeats differ. */
function leadersToRepeat(view: View): readonly Configuration[] {
  const [best] = view.candidates;
  if (best === undefined) return [];
  return toRepeat(view).filter((configuration) => {
    const [own] = exploredOf(configuration.executor, view);
    if (own === undefined || !isSame(own, configuration) || own.scores.length >= fewestRepeats) return false;
    return own.failing === best.failing && best.score / own.score <= withinReach;
  });
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

/** What is open now, then what makes three trials of each that may be the best, then the other worker counts of their executors; as far as it fits. */
function forecast(
  open: readonly Configuration[],
  soFar: SoFar,
  conditions: SweepConditions,
): readonly Configuration[] {
  if (open.length === 0) return [];
  const { ladders, budgetMs, reserveShare } = conditions;
  const view = viewOf(soFar, conditions.objective);
  const [best] = view.candidates;
  const contends = (candidate: Candidate): boolean => best === undefined || !isBehind(best, candidate);
  const rungs = ladders
    .filter(({ executor }) => exploredOf(executor, view).slice(0, 1).every(contends))
    .flatMap(({ executor, counts }) => counts.map((workers) => ({ executor, workers })))
    .filter((one) => !view.tried.has(keyOf(one)) && !open.some((other) => isSame(one, other)));
  const plannedOf = (candidate: Candidate): number =>
    candidate.scores.length + open.filter((one) => isSame(one, candidate)).length;
  const repeats = view.candidates
    .filter(contends)
    .flatMap((candidate) =>
      Array.from({ length: Math.max(0, fewestRepeats - plannedOf(candidate)) }, () => candidate),
    );
  let leftMs = budgetMs * (1 - reserveShare) - soFar.elapsedMs;
  return [...open, ...repeats, ...rungs].filter((configuration, at) => {
    leftMs -= expectedMs(configuration, soFar);
    return at === 0 || leftMs >= 0;
  });
}
