import type { LabReport, TrialReport } from '../../../shared/lab-report.ts';
import type { SessionReader, SessionReport, TaskBatch } from '../../../shared/session.ts';
import { modelScaling } from '../advice/scaling-model.ts';
import { recountProfile } from '../profile/unfinished-profile.ts';
import { TaskTally } from './task-tally.ts';
import { reportTrial } from './trial-report.ts';

/**
 * The report of a session, finished or not. The stored one is as old as the last trial's beginning, so of a recording
 * that was cut off the last trial is counted again from the tasks that had been stored. Null when the recording ended
 * before a first report was written.
 */
export function reportOf(session: SessionReader): SessionReport | null {
  const report = session.report();
  if (report === null) return null;
  if (report.command === 'profile') return session.complete ? report : recountProfile(report, session);
  // Its runs are reported as they end, and one that was cut off is none.
  if (report.command === 'what-if') return report;
  return session.complete ? inFull(report) : inFull(recountLab(report, session));
}

function recountLab(report: LabReport, session: SessionReader): LabReport {
  const last = report.trials.at(-1);
  if (last === undefined || last.complete) return report;
  const trial = report.trials.length - 1;
  return { ...report, trials: [...report.trials.slice(0, trial), recount(last, trial, session)] };
}

/** A report as it may stand in a file: sessions of earlier versions lack some keys, and one under way has no scaling yet. */
type StoredLab = Omit<LabReport, 'scaling' | 'verdict'> & {
  readonly scaling?: LabReport['scaling'];
  readonly verdict: Omit<LabReport['verdict'], 'recipe'> & Partial<Pick<LabReport['verdict'], 'recipe'>>;
};

function inFull(stored: StoredLab): LabReport {
  const modelled = stored.scaling !== undefined && (stored.complete || stored.scaling.length > 0);
  return {
    ...stored,
    verdict: { ...stored.verdict, recipe: stored.verdict.recipe ?? null },
    scaling: modelled ? stored.scaling : modelScaling(stored.trials),
  };
}

function recount(last: TrialReport, trial: number, session: SessionReader): TrialReport {
  const tally = new TaskTally();
  for (const batch of session.batches('tasks')) tally.add(rowsOfTrial(batch, trial));
  return reportTrial({
    planned: last,
    cores: last.cores,
    pin: last.pin,
    complete: false,
    tally,
    wallNs: null,
    startupNs: null,
    totals: null,
  });
}

function rowsOfTrial({ trial, index, submit, start, end, outcome }: TaskBatch, wanted: number) {
  const isWanted = (_: number, row: number): boolean => trial[row] === wanted;
  return {
    index: index.filter(isWanted),
    submit: submit.filter(isWanted),
    start: start.filter(isWanted),
    end: end.filter(isWanted),
    outcome: outcome.filter(isWanted),
  };
}
