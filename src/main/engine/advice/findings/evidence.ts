import type { Finding, Scheduling } from '../../../../shared/lab-report.ts';
import type { ThreadRow } from '../../../../shared/session.ts';
import type { Nanoseconds } from '../../../../shared/units.ts';
import type { GilEvidence } from './gil/gil-evidence.ts';
import type { TimeBuckets } from './time-buckets.ts';
import type { TracedEvidence } from './traced/traced-evidence.ts';
import type { UnrecordedThreads } from './unrecorded-threads.ts';

/** The stretch of a recording in which findings are looked for: one trial, or a whole profile. Times are points of the session. */
export interface EvidenceScope extends UnrecordedThreads {
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  /** Records that were lost are known of when the next one comes, which may be after `to`. */
  readonly lossesUntil: number;
  /** The cores that the workload was given. */
  readonly cores: readonly number[];
  /** Its number, its configuration as people read it (`thread-pool × 4`) and its workers; null: a profile. */
  readonly trial: {
    readonly number: number;
    readonly configuration: string;
    readonly workers: number;
  } | null;
  /** All lanes are one thread: an event loop. */
  readonly lanesShareThread: boolean;
  readonly mode: Scheduling['mode'];
  /** Processes of Corelane that recorded: they are named as such when they push the workload off. */
  readonly ownPids: readonly number[];
}

/**
 * What the cores, the workload's threads and its tasks did within a scope: running sums and coarse buckets of time, so that it is of
 * bounded size whatever was recorded.
 */
export interface SchedulingEvidence {
  readonly scope: EvidenceScope;
  /** Threads of the workload: on a core. Each bucket holds their time together, and so may hold more than the time it spans. */
  readonly running: TimeBuckets;
  /** Threads of the workload: ready, without a core. */
  readonly waiting: TimeBuckets;
  readonly cores: readonly CoreEvidence[];
  readonly onCpuNs: number;
  readonly runDelayNs: number;
  readonly moves: Moves;
  readonly pushes: Pushes;
  /** The threads that worked for more than a moment, in order of first appearance. */
  readonly threads: readonly ThreadEvidence[];
  /** Of a lab's executor; null: no task of this scope was recorded, or they are a traced program's. */
  readonly tasks: TaskEvidence | null;
  /** Null: a lab, or a program of which nothing was traced. */
  readonly traced: TracedEvidence | null;
  /** Processes of Python in which threads wanted to run at the same time, as far as somebody looked. */
  readonly gil: readonly GilEvidence[];
  readonly losses: LossEvidence;
}

/** One of the scope's cores. */
export interface CoreEvidence {
  readonly core: number;
  /** Threads of the workload that got this core, while they waited for it. */
  readonly queued: TimeBuckets;
  /** Nobody's thread was on it. */
  readonly idle: TimeBuckets;
}

/** Moves of the workload's threads from one core to another. */
export interface Moves {
  readonly total: number;
  /** Stays on a core; of sampled threads: times that they left one. Moves can be at most as many. */
  readonly stays: number;
  /** Moves that leave warm caches behind: see slice-tally.ts and sample-tally.ts for what counts. */
  readonly costly: number;
  /** The thread with the most moves, with how many. */
  readonly most: { readonly name: string; readonly moves: number } | null;
  readonly firstNs: number;
  readonly lastNs: number;
}

/** Threads outside the workload that took a core from one of its threads. */
export interface Pushes {
  readonly times: number;
  /** What the workload's threads waited while the others had their core. */
  readonly takenNs: number;
  readonly victims: number;
  readonly firstNs: number;
  readonly lastNs: number;
  /** Longest first. */
  readonly culprits: readonly Culprit[];
}

export interface Culprit {
  /** As people know it; null: process mode sees that a core was taken, and not by whom. */
  readonly name: string | null;
  readonly times: number;
  readonly takenNs: number;
}

export interface ThreadEvidence {
  readonly row: ThreadRow;
  /** On a core, or ready and waiting for one. */
  readonly workNs: number;
  /** The end of its last stay on a core. */
  readonly lastNs: number;
  /** When that was; coarser than the buckets of the whole. */
  readonly working: TimeBuckets;
}

export interface TaskEvidence {
  readonly count: number;
  /** Start to end, of all tasks. */
  readonly runNs: number;
  /** Between two tasks of one worker, while the second one had been submitted: of all such pairs. */
  readonly gapNs: number;
  readonly gaps: number;
  readonly lanes: readonly LaneEvidence[];
}

export interface LaneEvidence {
  readonly lane: number;
  readonly tasks: number;
  /** Its worker is busy without a break from here to `lastEnd`. */
  readonly busySince: number;
  readonly lastEnd: number;
  /** The last task that it ran. */
  readonly lastTask: number;
}

/** Records of switches that the kernel dropped. */
export interface LossEvidence {
  readonly records: number;
  readonly cores: readonly number[];
  readonly firstNs: number;
  readonly lastNs: number;
}

/** Looks for one problem. Pure: the same evidence, the same answer. Null: it is not there, or there is not enough to tell. */
export type Rule = (evidence: SchedulingEvidence) => Found | null;

export interface Found {
  readonly finding: Finding;
  /** How bad it is, to compare with the same problem in a repeat of the same configuration. */
  readonly severity: number;
}
