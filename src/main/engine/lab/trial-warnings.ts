import type { PlannedTrial } from '../../../shared/experiment.ts';
import type { TrialReport } from '../../../shared/lab-report.ts';
import type { TrialEnd } from './trial-run.ts';

export const describeTrial = ({ executor, workers }: Pick<PlannedTrial, 'executor' | 'workers'>): string =>
  `${executor} × ${workers}`;

/** What the reader of a ranking must know about one of its trials. */
export function trialWarnings(report: TrialReport, end: TrialEnd): readonly string[] {
  const name = describeTrial(report);
  switch (end.type) {
    case 'finished':
      return [
        ...(end.notPinned === null ? [] : [`Workers are not pinned: ${end.notPinned}`]),
        ...(end.totals.threadsMissed === 0
          ? []
          : [
              `${name}: ${end.totals.threadsMissed} workers ended before they could be read; their CPU time and switches are missing.`,
            ]),
        ...end.totals.warnings.map((warning) => `${name}: ${warning}`),
      ];
    case 'died':
    case 'blocked':
      return [`${name} stopped after ${report.tasks} tasks: ${end.reason}. It is not repeated.`];
    case 'refused':
    case 'cancelled':
      return [];
  }
}

/** One sentence for all the tasks that did not succeed; their messages are rows of the session. Null when all did. */
export function failureWarning(trials: readonly TrialReport[]): string | null {
  const tasks = trials.reduce((sum, trial) => sum + trial.tasks, 0);
  const failed = trials.reduce((sum, trial) => sum + trial.failed, 0);
  if (failed === 0) return null;
  return `${failed} of ${tasks} tasks did not succeed: their time counts, but it may not be the time of the real work.`;
}
