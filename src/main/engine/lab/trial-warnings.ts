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
        ...end.failures.map(
          ({ outcome, message, count, firstTask }) =>
            `${name}: ${count} of ${report.tasks} tasks ${outcomeWords[outcome]} (first: task ${firstTask}): ${message}`,
        ),
        ...(end.totals.threadsMissed === 0
          ? []
          : [
              `${name}: ${end.totals.threadsMissed} workers ended before they could be read; their CPU time and switches are missing.`,
            ]),
      ];
    case 'died':
      return [`${name} stopped after ${report.tasks} tasks: ${end.reason}. It is not repeated.`];
    case 'blocked':
      return [`${name} stopped after ${report.tasks} tasks: ${end.reason}. It is not repeated.`];
    case 'cancelled':
      return [];
  }
}

const outcomeWords = {
  ok: 'succeeded',
  error: 'failed',
  cancelled: 'were cancelled',
  lost: 'were lost',
} as const;
