import type { ComparedSession, Comparison, ComparisonReport } from '../../../shared/comparison.ts';
import { CorelaneError } from '../../../shared/errors.ts';
import type { SessionReader, SessionReport } from '../../../shared/session.ts';
import { reportOf } from '../lab/unfinished-trial.ts';
import { openSession } from '../store/reader.ts';
import { compareLabs, type Compared } from './compare-labs.ts';
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

interface Opened<Report = SessionReport> {
  readonly session: SessionReader;
  readonly report: Report;
}

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
  const [first, second] = [a.report, b.report];
  const conditions = [conditionsOf(a, first), conditionsOf(b, second)] as const;
  if (first.command === 'lab' && second.command === 'lab') {
    refuseWithoutTrials(a, b);
    const ofA = conditionsOf(a, first);
    const ofB = conditionsOf(b, second);
    return finish(
      { kind: 'lab', a: sessionOf(a), b: sessionOf(b) },
      compareLabs({ session: a.session, report: first }, { session: b.session, report: second }),
      [...unlikeConditions(...conditions), ...unlikeLabs(ofA, ofB)],
    );
  }
  if (first.command === 'profile' && second.command === 'profile') {
    return finish(
      { kind: 'profile', a: sessionOf(a), b: sessionOf(b) },
      compareProfiles({ session: a.session, report: first }, { session: b.session, report: second }),
      [
        ...unlikeConditions(...conditions),
        ...unlikeProfiles(conditionsOf(a, first), conditionsOf(b, second)),
      ],
    );
  }
  throw new CorelaneError(
    'usage',
    `${a.session.path} is a ${first.command} and ${b.session.path} a ${second.command}: they measure different things, so no figure of one can be set beside one of the other.`,
    'Compare two labs, or two profiles.',
  );
}

const conditionsOf = <Report extends SessionReport>({ session }: Opened, report: Report) => ({
  header: session.header,
  complete: session.complete,
  report,
});

const sessionOf = ({ session }: Opened): ComparedSession => ({
  session: session.path,
  id: session.header.id,
  label: session.header.workload.label,
  started_at: session.header.started_at,
  complete: session.complete,
});

function refuseWithoutTrials(...both: readonly Opened[]): void {
  for (const { session, report } of both) {
    if (report.command !== 'lab' || report.trials.some(({ complete }) => complete)) continue;
    throw new CorelaneError(
      'session-unreadable',
      `No trial of ${session.path} ran to its end, so there is nothing to compare.`,
      'Record it again, and compare that session.',
    );
  }
}

function finish(
  of: Pick<ComparisonReport, 'kind' | 'a' | 'b'>,
  { subjects, metrics, distributions, only_in }: Compared,
  warnings: readonly string[],
): Comparison {
  const intervals = metrics.filter(({ significant }) => significant !== null).length;
  return {
    report: {
      corelane: 1,
      command: 'compare',
      ...of,
      subjects,
      metrics,
      only_in,
      warnings,
      notes: notesOn(of.kind, intervals),
    },
    distributions,
  };
}

/** What intervals leave out, said where there are any. */
function notesOn(kind: ComparisonReport['kind'], intervals: number): readonly string[] {
  if (intervals === 0) return [];
  const chance = intervals / 20;
  return [
    kind === 'lab'
      ? 'Intervals come from the repeats within each session. What changed on the machine between the two recordings (other programs, temperature, clock rates) is in the ratio and not in the interval.'
      : 'Intervals are of the tasks within these two runs, as if each were independent of the others. Each program ran once, so they do not tell whether two further runs would differ as much.',
    `With 95 % confidence each, about ${chance < 1 ? 'one in twenty' : Math.round(chance)} of ${intervals} figures would seem to differ by chance alone.`,
  ];
}
