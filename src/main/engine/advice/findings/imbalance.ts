import { formatCount, formatMilliseconds, formatShare } from '../../../../shared/figures.ts';
import type {
  EvidenceScope,
  Found,
  LaneEvidence,
  Rule,
  SchedulingEvidence,
  TaskEvidence,
  ThreadEvidence,
} from './evidence.ts';
import { milliseconds, rangeMs, wallOf } from './measures.ts';
import { nameOfPool, siteFigures, submittedAt, wherePlace, worstOf } from './traced/places.ts';
import type { PoolEvidence } from './traced/traced-evidence.ts';

/** Of the whole. With eight equal tasks for each worker, one task more is at most an eighth. */
const tailShareFrom = 0.2;
const tailFromNs = 50e6;
/** A thread is one of several that share the work when it has this much of what the last one did. */
const peerFrom = 0.05;
/** And the last one worked along with them when it did at least half as much as they, while they were there. */
const alongsideFrom = 0.5;
/** It is busy, and not only still there. */
const busyFrom = 0.5;

/** One worker is still busy when all others are done, for a considerable share of the time. */
export const imbalance: Rule = (evidence) => {
  const { scope, tasks, traced } = evidence;
  if (tasks !== null) return workerHoldsEnd(scope, tasks, null);
  // A program's pools are looked at one by one: what one of them has to do says nothing of another.
  const pools = (traced?.pools ?? []).flatMap((pool) => {
    const found = pool.handedOver === null ? null : workerHoldsEnd(scope, pool.handedOver, pool);
    return found === null ? [] : [{ found, where: wherePlace(pool.mainSite?.submitted_at ?? null) }];
  });
  return worstOf(pools) ?? threadHoldsEnd(evidence);
};

interface Tail {
  readonly who: string;
  /** Null: not tasks of a traced pool. */
  readonly pool: PoolEvidence | null;
  readonly from: number;
  readonly to: number;
  readonly others: number;
  readonly lastTask: number | null;
}

function workerHoldsEnd(
  scope: EvidenceScope,
  { lanes }: TaskEvidence,
  pool: PoolEvidence | null,
): Found | null {
  const byEnd = [...lanes].sort((a, b) => b.lastEnd - a.lastEnd);
  const [last, next] = byEnd;
  // One that only began when the others had ended holds up nobody: it had been waiting for them.
  if (last === undefined || next === undefined || last.busySince >= next.lastEnd) return null;
  const tail = {
    who: pool === null ? `worker ${last.lane}` : `one of ${nameOfPool(pool.row)}`,
    pool,
    from: next.lastEnd,
    to: last.lastEnd,
    others: byEnd.length - 1,
    lastTask: last.lastTask,
  };
  return judge(scope, tail, { tasks_of_it: last.tasks, tasks_of_others_mean: meanTasks(byEnd.slice(1)) });
}

const meanTasks = (lanes: readonly LaneEvidence[]): number =>
  lanes.reduce((sum, { tasks }) => sum + tasks, 0) / lanes.length;

/** Where no tasks are known, or a thread was started for each: threads of one name that computed side by side, and one that goes on alone. */
function threadHoldsEnd({ scope, threads, traced }: SchedulingEvidence): Found | null {
  const byEnd = threads
    .filter(({ row }) => traced?.hasTasks !== true || traced.soloThreads.has(row.thread))
    .sort((a, b) => b.lastNs - a.lastNs);
  const [last] = byEnd;
  if (last === undefined) return null;
  const peers = byEnd
    .slice(1)
    .filter(({ row, workNs }) => row.name === last.row.name && workNs >= peerFrom * last.workNs);
  const [next] = peers;
  if (next === undefined) return null;
  const alone = last.working.sumFrom(next.lastNs);
  const together = last.workNs - alone;
  if (together < alongsideFrom * meanWork(peers) || alone < busyFrom * (last.lastNs - next.lastNs))
    return null;
  const { name, tid } = last.row;
  const tail = {
    who: `${name} (thread ${tid})`,
    pool: null,
    from: next.lastNs,
    to: last.lastNs,
    others: peers.length,
    lastTask: null,
  };
  return judge(scope, tail, {
    work_of_it_ms: milliseconds(last.workNs),
    work_of_others_mean_ms: milliseconds(meanWork(peers)),
  });
}

const meanWork = (threads: readonly ThreadEvidence[]): number =>
  threads.reduce((sum, { workNs }) => sum + workNs, 0) / threads.length;

function judge(
  scope: EvidenceScope,
  { who, pool, from, to, others, lastTask }: Tail,
  figures: Readonly<Record<string, number>>,
): Found | null {
  const tailNs = to - from;
  const share = Math.min(1, tailNs / wallOf(scope));
  if (tailNs < tailFromNs || share < tailShareFrom) return null;
  return {
    severity: share,
    finding: {
      id: 'imbalance',
      title:
        `For the last ${formatShare(share)} of the time (${formatMilliseconds(milliseconds(tailNs))}) ` +
        `only one of ${formatCount(others + 1)} workers was busy: ${who}.`,
      evidence: {
        alone_ms: milliseconds(tailNs),
        share_of_time: share,
        last: who,
        others,
        last_task: lastTask,
        ...figures,
        ...(pool === null ? {} : { pool: pool.row.name, ...siteFigures(pool.mainSite) }),
      },
      range_ms: rangeMs(scope, from, to),
      remedy:
        `Start the longest work first${pool?.mainSite == null ? '' : submittedAt(pool.mainSite)}, or cut it into smaller parts that ` +
        'are handed out one at a time, so that all workers end together.',
    },
  };
}
