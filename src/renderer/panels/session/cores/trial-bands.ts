import type { Executor } from '../../../../shared/executors.ts';
import type { LabTrial } from '../configuration.ts';

/** A trial as a band over a time axis. Shares are of the axis, 0–1. */
export interface TrialBand {
  readonly trial: number;
  readonly executor: Executor;
  readonly from: number;
  readonly width: number;
}

/** Where trials lie between 0 and `endNs`; those without a task have no place. */
export const trialBands = (trials: readonly LabTrial[], endNs: number): readonly TrialBand[] =>
  trials.flatMap(({ trial, executor, fromNs, toNs }) => {
    if (fromNs === null || endNs <= 0) return [];
    const from = Math.min(1, Math.max(0, fromNs / endNs));
    const to = Math.min(1, Math.max(from, (toNs ?? endNs) / endNs));
    return [{ trial, executor, from, width: to - from }];
  });
