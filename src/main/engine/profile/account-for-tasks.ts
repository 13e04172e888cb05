import type { ProfiledTasks, TasksOfApi } from '../../../shared/profile-report.ts';
import { outcomes, type SessionReader } from '../../../shared/session.ts';
import { onCpuByApi } from './on-cpu-by-api.ts';

/**
 * What the traced tasks of a session come to, by the API they were handed to. Read stream by stream, so that the memory it takes does not grow
 * with the tasks.
 */
export function accountForTasks(session: SessionReader): ProfiledTasks {
  const apiOf = apisOfLanes(session);
  const sums = new Map<string, Sums>();
  let total = 0;
  for (const { lane, submit, start, end, outcome } of session.columnBatches('tasks', {
    columns: ['lane', 'submit', 'start', 'end', 'outcome'],
    anyOrder: true,
  })) {
    for (let row = 0; row < lane.length; row += 1) {
      const api = apiOf.get(lane[row] ?? 0);
      if (api === undefined) continue;
      const sum = sums.get(api) ?? { count: 0, byOutcome: outcomes.map(() => 0), runNs: null, queueNs: null };
      sums.set(api, sum);
      total += 1;
      sum.count += 1;
      const code = outcome[row] ?? 0;
      sum.byOutcome[code] = (sum.byOutcome[code] ?? 0) + 1;
      sum.queueNs = plus(sum.queueNs, (start[row] ?? Number.NaN) - (submit[row] ?? Number.NaN));
      sum.runNs = plus(sum.runNs, (end[row] ?? Number.NaN) - (start[row] ?? Number.NaN));
    }
  }
  const onCpuNs = total === 0 ? new Map<string, number>() : onCpuByApi(session, apiOf);
  const byCount = [...sums].sort(([, a], [, b]) => b.count - a.count);
  return {
    total,
    by_api: Object.fromEntries(byCount.map(([api, sum]) => [api, reportOf(sum, onCpuNs.get(api) ?? null)])),
  };
}

interface Sums {
  count: number;
  /** By the code of the outcome. */
  readonly byOutcome: number[];
  runNs: number | null;
  queueNs: number | null;
}

const plus = (sum: number | null, value: number): number | null =>
  Number.isNaN(value) ? sum : (sum ?? 0) + value;

function reportOf({ count, byOutcome, runNs, queueNs }: Sums, onCpuNs: number | null): TasksOfApi {
  const [ok = 0, error = 0, cancelled = 0, lost = 0] = byOutcome;
  return {
    count,
    ok,
    error,
    cancelled,
    lost,
    run_ms: milliseconds(runNs),
    queue_ms: milliseconds(queueNs),
    on_cpu_ms: milliseconds(onCpuNs),
  };
}

const milliseconds = (ns: number | null): number | null => (ns === null ? null : ns / 1e6);

const apisOfLanes = (session: SessionReader): ReadonlyMap<number, string> =>
  new Map(session.details('lanes').map(({ number, api }) => [number, api]));
