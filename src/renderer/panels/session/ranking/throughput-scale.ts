import type { LabReport, TrialReport } from '../../../../shared/lab-report.ts';
import { rankConfigurations, rankedTrials, type Ranked } from '../../../../shared/ranking.ts';

/** One row of the ranking with what its bar shows. Shares are of the bar's full width, 0–1. */
export interface RankedBar {
  readonly ranked: Ranked;
  readonly trials: readonly NumberedTrial[];
  /** The median of the repeats; null: no trial ended. */
  readonly length: number | null;
  /** From the slowest repeat to the fastest; null with fewer than two. */
  readonly range: { readonly from: number; readonly to: number } | null;
  /** Every repeat that ended. */
  readonly points: readonly { readonly repeat: number; readonly at: number }[];
}

/** A trial with its number in the session. */
export interface NumberedTrial {
  readonly trial: number;
  readonly report: TrialReport;
}

/**
 * The ranking's rows with bars on one scale: from 0 to the fastest repeat of all, so that lengths compare
 * as throughputs do and no point lies outside.
 */
export function rankedBars(report: LabReport): readonly RankedBar[] {
  const ranking = new Set(rankedTrials(report.trials));
  const trials = report.trials
    .map((trial, number) => ({ trial: number, report: trial }))
    .filter((trial) => ranking.has(trial.report));
  const fastest = Math.max(0, ...trials.map((trial) => endedThroughput(trial.report) ?? 0));
  const share = (perSecond: number): number => (fastest === 0 ? 0 : perSecond / fastest);
  return rankConfigurations(report).map((ranked) => {
    const own = trials.filter(
      (trial) => trial.report.executor === ranked.executor && trial.report.workers === ranked.workers,
    );
    const points = own.flatMap((trial) => {
      const perSecond = endedThroughput(trial.report);
      return perSecond === null ? [] : [{ repeat: trial.report.repeat, at: share(perSecond) }];
    });
    const places = points.map(({ at }) => at);
    return {
      ranked,
      trials: own,
      length: ranked.throughputPerSecond === null ? null : share(ranked.throughputPerSecond),
      range: places.length < 2 ? null : { from: Math.min(...places), to: Math.max(...places) },
      points,
    };
  });
}

/** A trial that was cut off says nothing about the rate that it would have had. */
const endedThroughput = (trial: TrialReport): number | null =>
  trial.complete ? trial.throughput_per_s : null;
