import { familyOf } from '../../../../shared/executors.ts';
import { formatMegabytes } from '../../../../shared/figures.ts';
import type { TrialReport } from '../../../../shared/lab-report.ts';
import { rankedTrials } from '../../../../shared/ranking.ts';
import { median } from '../../../../shared/statistics.ts';
import type { Answered, VerdictBasis } from './basis.ts';
import { boundnessOf } from './boundness.ts';
import { candidatesOf, clearlyBetter, isSame, ratioOf, type Candidate } from './candidates.ts';

/** Question 1.1: what waits is best kept in flight on one event loop, or in a thread each? Null for a task that computes: a loop has one core. */
export function loopOrThreadsStep(basis: VerdictBasis): Answered | null {
  if (boundnessOf(basis.probe) === 'cpu') return null;
  const trials = rankedTrials(basis.trials);
  const onLoop = trials.filter(({ executor }) => familyOf(executor) === 'event-loop');
  const onThreads = trials.filter(
    ({ executor }) => familyOf(executor) === 'thread-pool' || familyOf(executor) === 'thread-per-task',
  );
  const loop = candidatesOf(onLoop, 'throughput')[0] ?? null;
  const threads = candidatesOf(onThreads, 'throughput')[0] ?? null;
  return {
    question: 'Event loop or threads?',
    answer: answerOf(basis, loop, threads, trials),
    evidence: {
      loop_per_s: loop?.score ?? null,
      loop_in_flight: loop?.workers ?? null,
      loop_peak_mb: loop === null ? null : peakMb(loop, trials),
      loop_mb_for_each: perPlaceMb(onLoop),
      threads_per_s: threads?.score ?? null,
      threads: threads?.workers ?? null,
      threads_peak_mb: threads === null ? null : peakMb(threads, trials),
      threads_mb_for_each: perPlaceMb(onThreads),
      ...ratioEvidence(loop, threads),
    },
  };
}

function answerOf(
  { isAsync, asyncVariant }: VerdictBasis,
  loop: Candidate | null,
  threads: Candidate | null,
  trials: readonly TrialReport[],
): string {
  const holdsLoop = isAsync === false && asyncVariant === null;
  const unmeasuredAsync =
    'the asynchronous half was not measured (--async-variant FILE:FN gives the same work as an async function)';
  if (holdsLoop) return `threads: the function is synchronous and would hold up a loop; ${unmeasuredAsync}`;
  if (loop === null && threads === null) return 'not known: neither ran';
  if (loop === null) return `not known: nothing ran on an event loop, so ${unmeasuredAsync}`;
  if (threads === null)
    return 'not known: the task did not run in threads, so only the asynchronous half was measured';
  const what = asyncVariant === null ? 'the loop' : `the loop with ${asyncVariant}`;
  const memory = `${formatMegabytes(peakMb(loop, trials))} against ${formatMegabytes(peakMb(threads, trials))}`;
  const at = `${loop.workers} in flight against ${threads.workers} threads, ${memory}`;
  if (clearlyBetter(loop, threads))
    return `event loop: ${what} does ${times(loop, threads)} the work of threads (${at})`;
  if (clearlyBetter(threads, loop))
    return `threads: they do ${times(threads, loop)} the work of ${what} (${at})`;
  return `either: ${what} and threads are within noise of each other (${at}), and the loop needs no locks`;
}

const times = (a: Candidate, b: Candidate): string => `${(a.score / b.score).toFixed(2)} times`;

function ratioEvidence(loop: Candidate | null, threads: Candidate | null) {
  if (loop === null || threads === null) return {};
  const interval = ratioOf(loop, threads);
  return {
    loop_over_threads: loop.score / threads.score,
    ratio_low: interval?.low ?? null,
    ratio_high: interval?.high ?? null,
  };
}

const peakMb = (candidate: Candidate, trials: readonly TrialReport[]): number | null =>
  median(
    trials.filter((trial) => isSame(trial, candidate)).map(({ peak_rss_mb }) => peak_rss_mb ?? Number.NaN),
  );

/** What one more in flight, or one more thread, took: from the lowest to the highest number of them. */
function perPlaceMb(trials: readonly TrialReport[]): number | null {
  const known = trials
    .flatMap(({ workers, peak_rss_mb: mb }) => (mb === null ? [] : [{ workers, mb }]))
    .sort((a, b) => a.workers - b.workers);
  const [least] = known;
  const most = known.at(-1);
  if (least === undefined || most === undefined || most.workers === least.workers) return null;
  return Math.max(0, (most.mb - least.mb) / (most.workers - least.workers));
}
