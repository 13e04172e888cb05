import { familyOf } from '../../../../shared/executors.ts';
import { formatCount, formatMilliseconds, formatShare } from '../../../../shared/figures.ts';
import type { TrialReport } from '../../../../shared/lab-report.ts';
import { rankedTrials } from '../../../../shared/ranking.ts';
import { isSame, type Candidate } from './candidates.ts';
import type { Conclusion } from './conclusion.ts';

/** What came from outside of the lab while it ran; null: this system does not tell. */
export interface Disturbance {
  /** Of the measured cores' time, what the hypervisor gave to other machines, 0–1. */
  readonly stolenShare: number | null;
  /** How often the measured cores were slowed down because they were too hot. */
  readonly throttled: number | null;
  /** Records of context switches that the kernel had to drop. */
  readonly lostRecords: number;
}

const widestSpread = 0.15;
const longestDelayShare = 0.25;
const mostStolen = 0.02;
const shortestTrialMs = 50;
const fewestTasks = 10;

/** Reasons not to trust the verdict, each with what to do about it, as hyperfine gives them of its benchmarks. */
export function doubtsOf(
  trials: readonly TrialReport[],
  conclusion: Conclusion | null,
  { stolenShare, throttled, lostRecords }: Disturbance,
): readonly string[] {
  const contenders =
    conclusion === null ? [] : [conclusion.chosen, conclusion.next].filter((one) => one !== null);
  const own = (candidate: Candidate): readonly TrialReport[] =>
    rankedTrials(trials).filter((trial) => trial.complete && isSame(trial, candidate));
  return [
    ...contenders.flatMap((candidate) => spreadDoubt(candidate) ?? []),
    ...contenders.flatMap((candidate) => delayDoubt(candidate, own(candidate)) ?? []),
    ...contenders.slice(0, 1).flatMap((candidate) => sizeDoubt(candidate, own(candidate)) ?? []),
    ...(stolenShare !== null && stolenShare > mostStolen
      ? [
          `Other virtual machines took ${formatShare(stolenShare)} of the cores' time: figures are lower than this machine could do, and vary. Measure when the host is quieter.`,
        ]
      : []),
    ...(throttled !== null && throttled > 0
      ? [
          `The processor was slowed down ${formatCount(throttled)} times because it was too hot: later trials ran slower. Let it cool, or use fewer cores.`,
        ]
      : []),
    ...(lostRecords > 0
      ? [`${formatCount(lostRecords)} records of context switches were lost, so their counts are too low.`]
      : []),
  ];
}

const named = ({ executor, workers }: Candidate): string => `${executor} × ${workers}`;

function spreadDoubt(candidate: Candidate): string | null {
  const { scores, score } = candidate;
  if (scores.length < 2) return null;
  const spread = (Math.max(...scores) - Math.min(...scores)) / 2 / score;
  return spread <= widestSpread
    ? null
    : `The repeats of ${named(candidate)} differ by ± ${formatShare(spread)}: close other programs, or give more --budget or --repeat.`;
}

/** With no more workers than cores, what is ready to run and does not get a core waits for somebody else. */
function delayDoubt(candidate: Candidate, trials: readonly TrialReport[]): string | null {
  const lanes = familyOf(candidate.executor) === 'event-loop' ? 1 : candidate.workers;
  const sum = (figure: (trial: TrialReport) => number | null): number =>
    trials.reduce((total, trial) => total + (figure(trial) ?? 0), 0);
  const delay = sum((trial) => trial.run_delay_ms);
  const onCpu = sum((trial) => trial.on_cpu_ms);
  const cores = trials[0]?.cores.length ?? 0;
  // The program that hands out the tasks needs a core, too.
  if (lanes + 1 > cores || onCpu === 0) return null;
  const share = delay / (delay + onCpu);
  return share <= longestDelayShare
    ? null
    : `${named(candidate)} waited for a core ${formatShare(share)} of the time although there is one for each worker: other programs were running. Close them, or measure on other cores (--cores).`;
}

function sizeDoubt(candidate: Candidate, trials: readonly TrialReport[]): string | null {
  const [trial] = trials;
  if (trial === undefined) return null;
  const wall = trial.wall_ms ?? Number.POSITIVE_INFINITY;
  if (wall < shortestTrialMs)
    return `A trial of ${named(candidate)} took ${formatMilliseconds(wall)} only: start and end weigh as much as the work. Give more --tasks.`;
  const lanes = Math.max(fewestTasks, 2 * candidate.workers);
  return trial.tasks >= lanes
    ? null
    : `Trials had ${trial.tasks} tasks only, too few to keep ${candidate.workers} busy and to tell how long tasks take. Give more --tasks or inputs.`;
}
