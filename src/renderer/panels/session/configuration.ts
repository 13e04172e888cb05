import { counted } from '../../../shared/figures.ts';
import type { NodeExecutor } from '../../../shared/lab-report.ts';
import type { TrialExtent } from '../../../shared/session-queries.ts';

interface Configured {
  readonly executor: NodeExecutor;
  readonly workers: number;
}

/** `thread-pool × 4` */
export const configurationName = ({ executor, workers }: Configured): string => `${executor} × ${workers}`;

/** What `workers` of an executor are, in words: `4 workers`; on an event loop `100 in flight`. */
export const concurrencyInWords = ({ executor, workers }: Configured): string =>
  executor === 'event-loop' ? `${workers} in flight` : counted(workers, 'worker');

/** `thread-pool × 4, repeat 2` */
export const trialName = (trial: Configured & { readonly repeat: number }): string =>
  `${configurationName(trial)}, repeat ${trial.repeat}`;

/** The name of a trial by its number, also of one that the overview does not know yet. */
export function trialNameOf(trials: readonly TrialExtent[], trial: number): string {
  const extent = trials[trial];
  return extent === undefined ? `trial ${trial + 1}` : trialName(extent);
}
