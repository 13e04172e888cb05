import type { TrialReport } from './lab-report.ts';
import type { SessionReport } from './session.ts';

/** The trials of a session's report; none where it has no report, or is not of a lab. */
export const trialsOf = (report: SessionReport | null): readonly TrialReport[] =>
  report?.command === 'lab' ? report.trials : [];
