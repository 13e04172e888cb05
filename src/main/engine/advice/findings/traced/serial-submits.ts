import { counted, formatShare } from '../../../../../shared/figures.ts';
import type { DetailRows } from '../../../../../shared/session.ts';
import type { EvidenceScope, Found, Rule } from '../evidence.ts';
import { milliseconds, rangeMs, wallOf } from '../measures.ts';
import {
  callableIn,
  type FoundAt,
  isPython,
  nameOfPool,
  siteFigures,
  submittedAt,
  wherePlace,
  worstOf,
} from './places.ts';
import type { FlightEvidence, PoolEvidence, SubmitEvidence, TracedEvidence } from './traced-evidence.ts';

/** Fewer may well need each other's results. */
const tasksFrom = 4;
/** A clock is read a little later than what it times. */
const overlappingTo = 0.05;
/** Of the time from the first submit to the last result: the submitter waits for its tasks, and for nothing else. */
const inFlightFrom = 0.5;
const inFlightFromNs = 50e6;
const shareOfTimeFrom = 0.05;

/** Each task is submitted when the one before has ended: of several workers, one works at a time. */
export const serialSubmits: Rule = ({ scope, traced }) => {
  if (traced === null) return null;
  const pools = traced.pools.flatMap((pool) =>
    isSerialPool(scope, pool) && pool.mainSite !== null
      ? [found(scope, pool.mainSite, pool.flight, pool.awaitedAtOnce, pool)]
      : [],
  );
  const places = unpooled(traced).flatMap(({ site, flight, awaitedAtOnce }) =>
    isSerial(scope, flight) ? [found(scope, site, flight, awaitedAtOnce, null)] : [],
  );
  return worstOf([...pools, ...places]);
};

/** Whether the tasks of a pool that has several workers come one after the other. */
export const isSerialPool = (scope: EvidenceScope, { row, started, flight }: PoolEvidence): boolean =>
  (row.workers ?? started) > 1 && isSerial(scope, flight);

function isSerial(
  scope: EvidenceScope,
  { tasks, overlapping, inFlightNs, from, to }: FlightEvidence,
): boolean {
  if (tasks < tasksFrom || overlapping > overlappingTo * tasks) return false;
  const isWaiting = inFlightNs >= inFlightFrom * (to - from);
  return isWaiting && inFlightNs >= inFlightFromNs && inFlightNs >= shareOfTimeFrom * wallOf(scope);
}

/** Threads and processes for one task each. */
const unpooled = ({ submits }: TracedEvidence): readonly SubmitEvidence[] =>
  submits.filter(({ site }) => site.api === 'threading.Thread' || site.api === 'multiprocessing.Process');

function found(
  scope: EvidenceScope,
  site: DetailRows['sites'],
  { tasks, inFlightNs, from, to }: FlightEvidence,
  awaitedAtOnce: number,
  pool: PoolEvidence | null,
): FoundAt {
  const share = Math.min(1, inFlightNs / wallOf(scope));
  const workers = pool === null ? null : (pool.row.workers ?? pool.started);
  const whose = pool === null ? callableIn(site) : nameOfPool(pool.row);
  const one: Found = {
    severity: inFlightNs,
    finding: {
      id: 'serial-submits',
      title: `${counted(tasks, 'task')} of ${whose} ran one by one, each awaited before the next, ${formatShare(share)} of the time.`,
      evidence: {
        tasks,
        // Not every hook can tell.
        awaited_at_once: awaitedAtOnce === 0 ? null : awaitedAtOnce,
        in_flight_ms: milliseconds(inFlightNs),
        share_of_time: share,
        workers,
        pool: pool?.row.name ?? null,
        ...siteFigures(site),
      },
      range_ms: rangeMs(scope, from, to),
      remedy: `Submit all of them${submittedAt(site)} first, and wait for the results then: ${waiting(site)}. If each needs the result of the one before, a pool does not help.`,
    },
  };
  return { found: one, where: wherePlace(site.submitted_at) };
}

function waiting({ api }: DetailRows['sites']): string {
  if (api === 'threading.Thread' || api === 'multiprocessing.Process')
    return 'start them all, and join them in a second loop';
  if (api.startsWith('multiprocessing.pool'))
    return 'pool.map, or apply_async for each and get in a second loop';
  if (!isPython(api)) return 'await Promise.all(items.map((item) => pool.run(item)))';
  return 'executor.map, or as_completed over the list of futures (in a coroutine: asyncio.gather)';
}
