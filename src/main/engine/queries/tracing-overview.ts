import { outcomeCode } from '../../../shared/session.ts';
import type {
  NamedThread,
  TasksOfLane,
  TasksOfTracedApi,
  TracingOverview,
} from '../../../shared/session-queries.ts';
import type { TracedApi } from '../../../shared/trace-format.ts';
import { threadKey } from '../scheduling/thread-names.ts';
import type { OpenedSession } from './opened-session.ts';
import type { SessionTasks } from './session-tasks.ts';
import type { SessionTraces } from './session-traces.ts';

/** What was traced of a program; null: nothing, not even the program. */
export function tracingOverview(session: OpenedSession): TracingOverview | null {
  const { reader, tasks } = session;
  const programs = reader.details('programs');
  const { traces } = tasks;
  if (traces === null && programs.length === 0) return null;
  const lanes = reader.details('lanes');
  return {
    total: traces?.count ?? 0,
    apis: traces === null ? [] : tasksByApi(tasks, traces),
    pools: reader.details('pools'),
    lanes,
    programs,
    threadNames: namedThreads(session),
    sites: reader.details('sites'),
    laneTasks: tasksByLane(
      tasks,
      lanes.map(({ number }) => number),
    ),
  };
}

/** Of those that the collector saw. */
function namedThreads(session: OpenedSession): readonly NamedThread[] {
  const names = session.threadNames;
  return session
    .threads()
    .filter(({ pid, tid }) => names.has(threadKey(pid, tid)))
    .map(({ pid, tid, name }) => ({ pid, tid, name }));
}

const ok = outcomeCode('ok');

function tasksByApi({ rows }: SessionTasks, { sites, siteOf }: SessionTraces): readonly TasksOfTracedApi[] {
  const bySite = new Map<number, { tasks: number; failed: number }>();
  for (let row = 0; row < siteOf.length; row += 1) {
    const site = siteOf[row] ?? 0;
    let sums = bySite.get(site);
    if (sums === undefined) bySite.set(site, (sums = { tasks: 0, failed: 0 }));
    sums.tasks += 1;
    if (rows.outcome[row] !== ok) sums.failed += 1;
  }
  const byApi = new Map<TracedApi, { tasks: number; failed: number }>();
  for (const [number, { tasks, failed }] of bySite) {
    const api = sites.get(number)?.api;
    if (api === undefined) continue;
    const sums = byApi.get(api) ?? { tasks: 0, failed: 0 };
    byApi.set(api, { tasks: sums.tasks + tasks, failed: sums.failed + failed });
  }
  return [...byApi]
    .map(([api, { tasks: of, failed }]) => ({ api, tasks: of, failed }))
    .toSorted((a, b) => b.tasks - a.tasks || (a.api < b.api ? -1 : 1));
}

function tasksByLane({ rows }: SessionTasks, lanes: readonly number[]): readonly TasksOfLane[] {
  const sums = Array.from({ length: lanes.reduce((most, lane) => Math.max(most, lane + 1), 0) }, () => ({
    tasks: 0,
    failed: 0,
    fromNs: Infinity,
    toNs: -Infinity,
  }));
  for (let row = 0; row < rows.index.length; row += 1) {
    const start = rows.start[row] ?? Number.NaN;
    const lane = sums[rows.lane[row] ?? 0];
    if (lane === undefined || Number.isNaN(start)) continue;
    const end = rows.end[row] ?? Number.NaN;
    lane.tasks += 1;
    if (rows.outcome[row] !== ok) lane.failed += 1;
    lane.fromNs = Math.min(lane.fromNs, start);
    // Of a task that was lost nobody saw the end.
    lane.toNs = Math.max(lane.toNs, end > start ? end : start);
  }
  return lanes.map((lane): TasksOfLane => {
    const { tasks, failed, fromNs, toNs } = sums[lane] ?? { tasks: 0, failed: 0, fromNs: 0, toNs: 0 };
    return tasks === 0 ? { tasks, failed, fromNs: null, toNs: null } : { tasks, failed, fromNs, toNs };
  });
}
