import { counted } from '../../../shared/figures.ts';
import { familyOf, shortName, type Executor } from '../../../shared/executors.ts';
import type { TrialExtent } from '../../../shared/session-queries.ts';

interface Configured {
  readonly executor: Executor;
  readonly workers: number;
}

/** `thread-pool × 4`, `ThreadPoolExecutor × 4` */
export const configurationName = ({ executor, workers }: Configured): string =>
  `${shortName(executor)} × ${workers}`;

/** What `workers` of an executor are, in words: `4 workers`; on an event loop `100 in flight`. */
export const concurrencyInWords = ({ executor, workers }: Configured): string =>
  familyOf(executor) === 'event-loop' ? `${workers} in flight` : counted(workers, 'worker');

/** A trial of a lab: it has a configuration. */
export type LabTrial = TrialExtent & Configured;

/** The trials of a lab; none of a profile, whose one trial is of no configuration. */
export const labTrials = (trials: readonly TrialExtent[]): readonly LabTrial[] =>
  trials.flatMap((trial) => {
    const { executor, workers } = trial;
    return executor === null || workers === null ? [] : [{ ...trial, executor, workers }];
  });

/** `thread-pool × 4, repeat 2` */
export const trialName = (trial: Configured & { readonly repeat: number }): string =>
  `${configurationName(trial)}, repeat ${trial.repeat}`;

/** The name of a trial by its number, also of one that the overview does not know yet. */
export function trialNameOf(trials: readonly LabTrial[], trial: number): string {
  const extent = trials[trial];
  return extent === undefined ? `trial ${trial + 1}` : trialName(extent);
}
