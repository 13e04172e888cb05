import type { ComparedSession, Comparison, ComparisonReport } from '../../../shared/comparison.ts';
import { CorelaneError } from '../../../shared/errors.ts';
import type { LabReport } from '../../../shared/lab-report.ts';
import type { SessionReader, SessionReport } from '../../../shared/session.ts';
import { reportOf } from '../lab/unfinished-trial.ts';
import { openSession } from '../store/reader.ts';
import type { Compared, Side } from './compared.ts';
import { compareLabs } from './compare-labs.ts';
import { compareProfiles } from './compare-profiles.ts';
import { unlikeConditions, unlikeLabs, unlikeProfiles } from './unlike-conditions.ts';

/**
 * Sets two sessions side by side, by the paths of their files. They are opened for that and closed again; their tasks are read batch by batch.
 * @throws CorelaneError session-unreadable where one cannot be read or holds no result, usage where they are of different kinds.
 */
export function compareSessions(a: string, b: string): Comparison {
  const first = openSession(a);
  try {
    const second = openSession(b);
    try {
      return compareOpened(withReport(first), withReport(second));
    } finally {
      second.close();
    }
  } finally {
    first.close();
  }
}

type Opened = Side<SessionReport>;

function withReport(session: SessionReader): Opened {
  const report = reportOf(session);
  if (report !== null) return { session, report };
  throw new CorelaneError(
    'session-unreadable',
    `The recording ${session.path} ended before any result was written, so there is nothing to compare.`,
    'Record it again, and compare that session.',
  );
}

function compareOpened(a: Opened, b: Opened): Comparison {
  const unlike = unlikeConditions(a, b);
  if (isOf('lab', a) && isOf('lab', b)) {
    refuseWithoutTrials(a, b);
    return answer('lab', a, b, compareLabs(a, b), [...unlike, ...unlikeLabs(a, b)]);
  }
  if (isOf('profile', a) && isOf('profile', b)) {
    return answer('profile', a, b, compareProfiles(a, b), [...unlike, ...unlikeProfiles(a, b)]);
  }
  for (const { session, report } of [a, b]) {
    if (report.command !== 'what-if') continue;
    throw new CorelaneError(
      'usage',
      `${session.path} is a what-if: it holds a comparison of its own, of the script with its variant.`,
      'Open it to see that, and compare two labs, or two profiles.',
    );
  }
  throw new CorelaneError(
    'usage',
    `${a.session.path} is a ${a.report.command} and ${b.session.path} a ${b.report.command}: they measure different things, so no figure of one can be set beside one of the other.`,
    'Compare two labs, or two profiles.',
  );
}

const isOf = <C extends SessionReport['command']>(
  command: C,
  side: Opened,
): side is Side<Extract<SessionReport, { command: C }>> => side.report.command === command;

const sessionOf = ({ session }: Opened): ComparedSession => ({
  session: session.path,
  id: session.header.id,
  label: session.header.workload.label,
  started_at: session.header.started_at,
  complete: session.complete,
});

function refuseWithoutTrials(...both: readonly Side<LabReport>[]): void {
  for (const { session, report } of both) {
    if (report.trials.some(({ complete }) => complete)) continue;
    throw new CorelaneError(
      'session-unreadable',
      `No trial of ${session.path} ran to its end, so there is nothing to compare.`,
      'Record it again, and compare that session.',
    );
  }
}

function answer(
  kind: ComparisonReport['kind'],
  a: Opened,
  b: Opened,
  { subjects, metrics, distributions, only_in }: Compared,
  warnings: readonly string[],
): Comparison {
  const intervals = metrics.filter(({ significant }) => significant !== null).length;
  return {
    report: {
      corelane: 1,
      command: 'compare',
      kind,
      a: sessionOf(a),
      b: sessionOf(b),
      subjects,
      metrics,
      only_in,
      warnings,
      notes: notesOn(kind, intervals),
    },
    distributions,
  };
}

/** What intervals leave out, said where there are any. */
function notesOn(kind: ComparisonReport['kind'], intervals: number): readonly string[] {
  if (intervals === 0) return [];
  return [
    kind === 'lab'
      ? 'Intervals come from the repeats within each session. What changed on the machine between the two recordings (other programs, temperature, clock rates) is in the ratio and not in the interval.'
      : 'Intervals are of the tasks within these two runs, as if each were independent of the others. Each program ran once, so they do not tell whether two further runs would differ as much.',
    intervals < 20
      ? 'With 95 % confidence each, one figure in twenty seems to differ by chance alone.'
      : `With 95 % confidence each, about ${Math.round(intervals / 20)} of ${intervals} figures would seem to differ by chance alone.`,
  ];
}
