import { familyOf } from '../../../../shared/executors.ts';
import type { Finding, LabReport, Scheduling } from '../../../../shared/lab-report.ts';
import type { SessionReader } from '../../../../shared/session.ts';
import type { Nanoseconds } from '../../../../shared/units.ts';
import { openSession } from '../../store/reader.ts';
import { acrossRepeats } from './across-repeats.ts';
import type { EvidenceScope, Found, Rule } from './evidence.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { gilBound } from './gil-bound.ts';
import { peopleOf } from './people.ts';
import { imbalance } from './imbalance.ts';
import { migrating } from './migrating.ts';
import { oversubscribed } from './oversubscribed.ts';
import { preemptedByOthers } from './preempted-by-others.ts';
import { recordingIncomplete } from './recording-incomplete.ts';
import { starvedCore } from './starved-core.ts';
import { tinyTasks } from './tiny-tasks.ts';
import { asyncInNameOnly } from './traced/async-in-name-only.ts';
import { callInCaller } from './traced/call-in-caller.ts';
import { loopBlocked } from './traced/loop-blocked.ts';
import { lostWorkers } from './traced/lost-workers.ts';
import { nestedPools } from './traced/nested-pools.ts';
import { pickleBound } from './traced/pickle-bound.ts';
import { poolIdle } from './traced/pool-idle.ts';
import { poolTooLarge } from './traced/pool-too-large.ts';
import { serialSubmits } from './traced/serial-submits.ts';
import { unpicklable } from './traced/unpicklable.ts';
import { trialRanges } from './trial-ranges.ts';
import { noneUnrecorded, type UnrecordedThreads } from './unrecorded-threads.ts';

/**
 * In the order in which they are told: what spoils the figures first, then work that failed, then what costs most often.
 * docs/findings.md explains each.
 */
const rules: readonly Rule[] = [
  recordingIncomplete,
  preemptedByOthers,
  lostWorkers,
  unpicklable,
  callInCaller,
  asyncInNameOnly,
  loopBlocked,
  serialSubmits,
  pickleBound,
  gilBound,
  nestedPools,
  poolTooLarge,
  poolIdle,
  oversubscribed,
  starvedCore,
  imbalance,
  tinyTasks,
  migrating,
];

/** What the engine knows of a profile, and the session does not say. */
export interface ProfileFacts extends UnrecordedThreads {
  /** From the program's start to its end, as points of the session. */
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  /** The cores that the program was held on. */
  readonly cores: readonly number[];
  readonly scheduling: Scheduling;
  /** Corelane's own processes; the engine's at least. */
  readonly ownPids: readonly number[];
}

/** What the engine knows of a lab. */
export interface LabFacts {
  readonly trials: LabReport['trials'];
  readonly scheduling: Scheduling;
  /** Of each trial, by number. */
  readonly unrecorded: readonly UnrecordedThreads[];
  readonly ownPids: readonly number[];
}

/**
 * The findings of a profile, from its session at `path`: finished, or still being recorded once all rows were flushed. Throws
 * session-unreadable.
 */
export function profileFindings(path: string, facts: ProfileFacts): readonly Finding[] {
  return reading(path, (session) => {
    const { from, to, cores, scheduling, ...known } = facts;
    const scope: EvidenceScope = {
      ...known,
      from,
      to,
      lossesUntil: Infinity,
      cores,
      mode: scheduling.mode,
      trial: null,
      lanesShareThread: false,
    };
    return findingsOf(session, scope).map(({ finding }) => finding);
  });
}

/**
 * The findings of a lab, trial by trial; the same problem in several repeats of one configuration is one finding, with the range and
 * figures of its worst. Throws session-unreadable.
 */
export function labFindings(path: string, facts: LabFacts): readonly Finding[] {
  return reading(path, (session) => {
    const ranges = trialRanges(session);
    // Once for all trials: with a thread for each task there are very many.
    const people = peopleOf(session);
    const trials = facts.trials.flatMap((report, number) => {
      const range = ranges.get(number);
      if (range === undefined) return [];
      const scope: EvidenceScope = {
        ...range,
        lossesUntil: ranges.get(number + 1)?.from ?? Infinity,
        cores: report.cores,
        trial: {
          number,
          configuration: `${report.executor} × ${report.workers}`,
          workers: report.workers,
        },
        lanesShareThread: familyOf(report.executor) === 'event-loop',
        mode: facts.scheduling.mode,
        ...(facts.unrecorded[number] ?? noneUnrecorded),
        ownPids: facts.ownPids,
      };
      return [{ report, found: findingsOf(session, scope, people) }];
    });
    return acrossRepeats(trials);
  });
}

/** All that is found in one scope of a session. */
export function findingsOf(
  session: SessionReader,
  scope: EvidenceScope,
  people = peopleOf(session),
): readonly Found[] {
  const evidence = gatherEvidence(session, scope, people);
  return rules.map((rule) => rule(evidence)).filter((found) => found !== null);
}

function reading<T>(path: string, work: (session: SessionReader) => T): T {
  const session = openSession(path);
  try {
    return work(session);
  } finally {
    session.close();
  }
}
