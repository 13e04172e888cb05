import { counted, formatCount } from '../../shared/figures.ts';
import type { DetailRows } from '../../shared/session.ts';
import type {
  SchedulingTracks,
  TasksOfLane,
  ThreadTrack,
  TracingOverview,
} from '../../shared/session-queries.ts';
import type { TracedApi } from '../../shared/trace-format.ts';
import { executorLike, shortApi } from '../format/traced-api.ts';
import { ofOneLane } from './trial-groups.ts';
import type { LaneRows } from './trial-groups.ts';
import type { TimeRange } from './viewport.ts';

/** The tracks of a pool of a traced program, of several alike, or of all that a process handed to an API without pools. */
export interface PoolGroup extends LaneRows {
  readonly kind: 'pool';
  readonly api: TracedApi;
  /** The process that handed the tasks over. */
  readonly pid: number;
  /** Its tasks run in steps, and are no thread's alone. */
  readonly inSteps: boolean;
}

/** A process that made more pools of an API than this has them in one group: a pool for each request would push all else out of sight. */
const mostPoolsApart = 4;

interface Lane {
  readonly row: DetailRows['lanes'];
  readonly ran: TasksOfLane;
}

/** A group per pool, in order of first task. */
export function poolGroups(
  tracing: TracingOverview | null,
  tracks: SchedulingTracks | null,
): readonly PoolGroup[] {
  if (tracing === null) return [];
  const lanes = tracing.lanes.flatMap((row, at): readonly Lane[] => {
    const ran = tracing.laneTasks[at];
    // A pool's worker that had nothing to do is worth seeing; any other lane is there for its tasks only.
    return ran === undefined || (ran.tasks === 0 && row.pool === null) ? [] : [{ row, ran }];
  });
  const pools = new Map(tracing.pools.map((pool) => [pool.number, pool]));
  const threads = Map.groupBy(tracks?.threads ?? [], ({ pid, tid }) => `${pid} ${tid}`);
  /** Lanes of processes are those processes' own: whoever started them, it was the program or one of it. */
  const root = tracing.programs[0]?.pid ?? 0;
  const makerOf = ({ row: { api, pool, pid } }: Lane) =>
    pools.get(pool ?? -1)?.pid ?? (executorLike(api) === 'process-per-task' ? root : pid);
  const makers = new Map<TracedApi, Set<number>>();
  for (const lane of lanes) {
    makers.set(lane.row.api, (makers.get(lane.row.api) ?? new Set()).add(makerOf(lane)));
  }
  return together(lanes, makerOf)
    .toSorted((a, b) => begunNs(a) - begunNs(b))
    .flatMap((held, id): readonly PoolGroup[] => {
      const [first] = held;
      if (first === undefined) return [];
      const { api } = first.row;
      const numbers = [...new Set(held.map(({ row }) => row.pool))];
      const pool = numbers.length === 1 ? (pools.get(numbers[0] ?? -1) ?? null) : null;
      const pid = makerOf(first);
      const inSteps = api === 'asyncio.Task';
      const tasks = held.reduce((sum, { ran }) => sum + ran.tasks, 0);
      return [
        {
          kind: 'pool',
          id,
          trial: 0,
          api,
          pid,
          inSteps,
          executor: executorLike(api),
          lanes: held.length,
          laneNumbers: held.map(({ row }) => row.number),
          laneNames: held.map(({ row }) => row.name),
          laneThreads: inSteps
            ? held.map(() => null)
            : ofOneLane(held.map((lane) => threadOf(lane, threads))),
          extent: extentOf(held),
          name: groupName(api, pool, numbers.length, (makers.get(api)?.size ?? 0) < 2 ? null : pid),
          summary: summaryOf(api, pool, held.length, tasks),
          failed: held.reduce((sum, { ran }) => sum + ran.failed, 0),
          tasks,
        },
      ];
    });
}

/** The lanes of each pool; those of no pool by API and process, as are those of too many pools. */
function together(lanes: readonly Lane[], makerOf: (lane: Lane) => number): readonly (readonly Lane[])[] {
  const made = Map.groupBy(lanes, (lane) => `${lane.row.api} ${makerOf(lane)}`);
  return [...made.values()].flatMap((its) => {
    const apart = Map.groupBy(its, ({ row }) => row.pool);
    return apart.size > mostPoolsApart ? [its] : Array.from(apart.values());
  });
}

const begunNs = (lanes: readonly Lane[]): number =>
  lanes.reduce((first, { ran }) => Math.min(first, ran.fromNs ?? Infinity), Infinity);

/** `ThreadPoolExecutor-0`, `asyncio`, `Thread · pid 12` where several processes have some. */
function groupName(
  api: TracedApi,
  pool: DetailRows['pools'] | null,
  pools: number,
  pid: number | null,
): string {
  if (pools > 1) return `${formatCount(pools)} × ${shortApi(api)}`;
  const name = pool === null || pool.name === '' ? shortApi(api) : pool.name;
  return pid === null ? name : `${name} · pid ${pid}`;
}

/** `4 workers, 1,204 tasks`; of what has no workers, how many there were at a time. */
function summaryOf(api: TracedApi, pool: DetailRows['pools'] | null, lanes: number, tasks: number): string {
  const ran = `${counted(tasks, 'task')} of ${api}`;
  if (pool === null) return `${ran}, up to ${formatCount(lanes)} at a time`;
  const most = pool.workers !== null && pool.workers > lanes ? `${formatCount(lanes)} of ` : '';
  return `${most}${counted(pool.workers ?? lanes, 'worker')}, ${ran}`;
}

/** The thread that a lane was; ids come again, and then it is the one that lived while the lane was used. */
function threadOf(
  { row: { pid, tid }, ran: { fromNs, toNs } }: Lane,
  threads: ReadonlyMap<string, readonly ThreadTrack[]>,
): number | null {
  if (tid === null || fromNs === null || toNs === null) return null;
  const its = threads.get(`${pid} ${tid}`) ?? [];
  return its.find(({ firstNs, lastNs }) => firstNs <= toNs && lastNs >= fromNs)?.thread ?? null;
}

function extentOf(lanes: readonly Lane[]): TimeRange | null {
  let [fromNs, toNs] = [Infinity, -Infinity];
  for (const { ran } of lanes) {
    fromNs = Math.min(fromNs, ran.fromNs ?? Infinity);
    toNs = Math.max(toNs, ran.toNs ?? -Infinity);
  }
  return fromNs > toNs ? null : { fromNs, toNs: Math.max(toNs, fromNs + 1) };
}
