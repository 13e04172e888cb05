import type { Configuration } from '../../../shared/experiment.ts';
import { familyOf } from '../../../shared/executors.ts';
import { expectedRate } from './ladder.ts';
import type { TaskNature } from './task-nature.ts';

/** Long enough for the clock, the scheduler and the collector to see it, short enough for a few dozen within a minute. */
const trialSeconds = 0.8;
/** A session of a hundred such trials stays small. */
const mostTasks = 20_000;
/** Trials of a few hundredths of a second were seen to differ by ± 74 %: so long at least, where that takes no more than `mostOfBrief` tasks. */
const shortestSeconds = 0.25;
const mostOfBrief = 100_000;
/** Fewer say little of a task's duration, unless it is so long that these would take a trial beyond `longestSeconds`. */
const fewestTasks = 24;
/** Tasks a second that a pool takes at best while nothing was measured, however short they are. */
const mostHandedOver = 15_000;
const longestSeconds = 3;

/**
 * Tasks for a trial of a task of which nothing says how many there are: as many as take most of a second, by the throughput
 * that the configuration had before, or else by the task alone. Each worker gets two at least, or most of them would be idle for most of the trial.
 */
export function tasksForTrial(
  { executor, workers }: Configuration,
  measuredPerSecond: number | null,
  nature: TaskNature,
  cores: number,
): number {
  const family = familyOf(executor);
  const handedOver = family === 'event-loop' ? Number.POSITIVE_INFINITY : mostHandedOver;
  const perSecond =
    measuredPerSecond ?? Math.min(handedOver, expectedRate(family, workers, { nature, cores }) * 1e9);
  const wanted = Number.isFinite(perSecond) ? perSecond * trialSeconds : fewestTasks;
  const fewest = Math.max(2 * workers, Math.min(fewestTasks, perSecond * longestSeconds));
  // Only a measured rate is trusted with so many: what a task costs to hand over is not known before.
  const brief = measuredPerSecond === null ? 0 : Math.min(mostOfBrief, measuredPerSecond * shortestSeconds);
  const most = Math.max(mostTasks, twoDigits(brief));
  return Math.round(Math.max(fewest, Math.min(most, twoDigits(wanted))));
}

/** 1,234 → 1,200: a figure that people read. */
function twoDigits(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return Math.round(value / unit) * unit;
}
