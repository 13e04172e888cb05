import type { Executor } from './executors.ts';
import type { LabReport, TrialReport } from './lab-report.ts';
import { median } from './statistics.ts';

/**
 * One configuration (executor × workers) of a lab over all its repeats: the median of each figure over the trials
 * that ended, except where said. Units are those of the report's keys; null: no trial knows it.
 */
export interface Ranked {
  readonly executor: Executor;
  readonly workers: number;
  /** Trials that ended, of those begun. */
  readonly repeats: number;
  readonly begun: number;
  readonly throughputPerSecond: number | null;
  /** Half the range of the throughputs over their median; null with fewer than two trials. */
  readonly spread: number | null;
  readonly taskP50Ms: number | null;
  readonly taskP95Ms: number | null;
  readonly queueP50Ms: number | null;
  readonly onCpuMs: number | null;
  readonly runDelayMs: number | null;
  readonly startupMs: number | null;
  /** The highest of the trials. */
  readonly peakRssMb: number | null;
  /** Sums over all trials, unfinished ones included. */
  readonly tasks: number;
  readonly failed: number;
  /** The configuration that the verdict recommends. */
  readonly recommended: boolean;
}

/**
 * Trials to rank: those under the lab's own pin policy. What ran again with its workers free, to confirm the verdict, is measured under
 * other conditions and is compared by the verdict alone.
 */
export const rankedTrials = (trials: readonly TrialReport[]): readonly TrialReport[] =>
  trials.filter(({ pin }) => pin === trials[0]?.pin);

/** The configurations of a lab from the highest median throughput down; those without a trial that ended come last. */
export function rankConfigurations({ trials, verdict }: LabReport): readonly Ranked[] {
  const configurations = Map.groupBy(
    rankedTrials(trials),
    ({ executor, workers }) => `${executor} ${workers}`,
  );
  return [...configurations.values()]
    .flatMap((group) => {
      const first = group[0];
      return first === undefined ? [] : [summarise(first, group, verdict)];
    })
    .sort((a, b) => (b.throughputPerSecond ?? -1) - (a.throughputPerSecond ?? -1));
}

function summarise(
  { executor, workers }: TrialReport,
  group: readonly TrialReport[],
  verdict: LabReport['verdict'],
): Ranked {
  const ended = group.filter((trial) => trial.complete);
  const middle = (figure: (trial: TrialReport) => number | null): number | null =>
    median(known(ended, figure));
  return {
    executor,
    workers,
    repeats: ended.length,
    begun: group.length,
    throughputPerSecond: middle((trial) => trial.throughput_per_s),
    spread: relativeHalfRange(known(ended, (trial) => trial.throughput_per_s)),
    taskP50Ms: middle((trial) => trial.task_ms.p50),
    taskP95Ms: middle((trial) => trial.task_ms.p95),
    queueP50Ms: middle((trial) => trial.queue_ms.p50),
    onCpuMs: middle((trial) => trial.on_cpu_ms),
    runDelayMs: middle((trial) => trial.run_delay_ms),
    startupMs: middle((trial) => trial.startup_ms),
    peakRssMb: greatest(known(group, (trial) => trial.peak_rss_mb)),
    tasks: sum(group, (trial) => trial.tasks),
    failed: sum(group, (trial) => trial.failed),
    recommended: verdict.executor === executor && verdict.workers === workers,
  };
}

const known = (
  trials: readonly TrialReport[],
  figure: (trial: TrialReport) => number | null,
): readonly number[] => trials.map(figure).filter((value) => value !== null);

const sum = (trials: readonly TrialReport[], figure: (trial: TrialReport) => number): number =>
  trials.reduce((total, trial) => total + figure(trial), 0);

const greatest = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.max(...values);

function relativeHalfRange(values: readonly number[]): number | null {
  const centre = median(values);
  if (values.length < 2 || centre === null || centre === 0) return null;
  return (Math.max(...values) - Math.min(...values)) / 2 / centre;
}
