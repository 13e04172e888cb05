import { formatMean, formatMilliseconds, formatShare } from '../../../../shared/figures.ts';
import type { Rule, SchedulingEvidence } from './evidence.ts';
import { milliseconds, rangeMs, wallOf } from './measures.ts';
import { stretchWhere } from './time-buckets.ts';

/** A quarter more threads than cores: each of them waits a fifth of its time. And one whole thread at least. */
export const excessFrom = (cores: number): number => Math.max(1, cores / 4);
/** Of the cores. With less of them, it is others that keep the workload waiting. */
const ownFrom = 0.25;
const shareOfTimeFrom = 0.2;
const timeFromNs = 100e6;

/** More of the workload's threads could run than it has cores, for a considerable share of the time. */
export const oversubscribed: Rule = (evidence) => {
  const { scope, running, waiting } = evidence;
  const cores = scope.cores.length;
  const runnable = (index: number): number => running.mean(index) + waiting.mean(index);
  const stretch = stretchWhere(
    running,
    (index) => runnable(index) >= cores + excessFrom(cores) && running.mean(index) >= ownFrom * cores,
  );
  if (cores === 0 || stretch === null) return null;
  const share = Math.min(1, stretch.timeNs / wallOf(scope));
  if (stretch.timeNs < timeFromNs || share < shareOfTimeFrom) return null;
  const mean = stretch.buckets.reduce((sum, index) => sum + runnable(index), 0) / stretch.buckets.length;
  const delayNs = stretch.buckets.reduce((sum, index) => sum + (waiting.sums[index] ?? 0), 0);
  const threads = formatMean(mean);
  return {
    severity: delayNs,
    finding: {
      id: 'oversubscribed',
      title:
        `${threads} threads at a time wanted to run on ${cores === 1 ? 'one core' : `${cores} cores`}, ` +
        `${formatShare(share)} of the time; they waited ${formatMilliseconds(milliseconds(delayNs))} in all.`,
      evidence: {
        runnable_mean: mean,
        runnable_max: Math.max(...stretch.buckets.map(runnable)),
        cores,
        run_delay_ms: milliseconds(delayNs),
        share_of_time: share,
      },
      range_ms: rangeMs(scope, stretch.from, stretch.to),
      remedy: remedyOf(evidence, cores),
    },
  };
};

function remedyOf({ scope }: SchedulingEvidence, cores: number): string {
  const fewer =
    scope.trial !== null && scope.trial.workers > cores && !scope.lanesShareThread
      ? `Use ${cores} workers instead of ${scope.trial.workers}`
      : `Keep no more than ${cores} ${cores === 1 ? 'thread or process' : 'threads or processes'} busy at a time`;
  return `${fewer}, or give it more cores (--cores): beyond one for each core, threads only take turns.`;
}
