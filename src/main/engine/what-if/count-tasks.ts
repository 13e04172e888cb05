import type { SessionReader } from '../../../shared/session.ts';
import { siteKey } from './swap-files.ts';

/** What a run's tasks come to. */
export interface RunTasks {
  total: number;
  /** Of executors and pools, by API. */
  readonly byApi: Map<string, number>;
  /** By API and site (`file:line`), apart by a space. */
  readonly bySite: Map<string, number>;
  /** Threads and processes that ran tasks of executors and pools, as numbers of workers' rows. */
  readonly workers: Set<number>;
}

export const tasksAt = ({ bySite }: RunTasks, api: string, site: string): number =>
  bySite.get(`${api} ${site}`) ?? 0;

/** APIs whose workers take one task after the other. */
const pooled = /Executor$|\.(?:Thread)?Pool$/;

/** Counts the traced tasks of a session by the run in which they were submitted; `beginnings` are times of the session, ascending. */
export function countTasks(session: SessionReader, beginnings: readonly number[]): readonly RunTasks[] {
  const runs = beginnings.map((): RunTasks => ({
    total: 0,
    byApi: new Map(),
    bySite: new Map(),
    workers: new Set(),
  }));
  const sites = new Map(session.details('sites').map((site) => [site.number, site]));
  const tasks = rowsOfTasks(session);
  for (const { task, site } of session.columnBatches('traced', {
    columns: ['task', 'site'],
    anyOrder: true,
  })) {
    for (let row = 0; row < task.length; row += 1) {
      const place = sites.get(site[row] ?? 0);
      const run = runs[runAt(beginnings, tasks.submit[task[row] ?? 0] ?? Number.NaN)];
      if (place === undefined || run === undefined) continue;
      run.total += 1;
      if (!pooled.test(place.api)) continue;
      run.byApi.set(place.api, (run.byApi.get(place.api) ?? 0) + 1);
      const worker = tasks.worker[task[row] ?? 0] ?? -1;
      if (worker >= 0) run.workers.add(worker);
      if (place.submitted_at === null) continue;
      const key = `${place.api} ${siteKey(place.submitted_at)}`;
      run.bySite.set(key, (run.bySite.get(key) ?? 0) + 1);
    }
  }
  return runs;
}

/** By a task's index: when it was submitted, else when it started; and the number of its worker's row, −1: it never ran. */
interface TaskRowsRead {
  readonly submit: Float64Array;
  readonly worker: Int32Array;
}

function rowsOfTasks(session: SessionReader): TaskRowsRead {
  const count = session.count('tasks');
  const rows = { submit: new Float64Array(count).fill(Number.NaN), worker: new Int32Array(count).fill(-1) };
  for (const { index, submit, start, worker } of session.columnBatches('tasks', {
    columns: ['index', 'submit', 'start', 'worker'],
    anyOrder: true,
  })) {
    for (let row = 0; row < index.length; row += 1) {
      const task = index[row] ?? 0;
      const started = start[row] ?? Number.NaN;
      const submitted = submit[row] ?? Number.NaN;
      rows.submit[task] = Number.isNaN(submitted) ? started : submitted;
      if (!Number.isNaN(started)) rows.worker[task] = worker[row] ?? -1;
    }
  }
  return rows;
}

/** The last that had begun by then; −1: none. */
const runAt = (beginnings: readonly number[], time: number): number =>
  beginnings.findLastIndex((begun) => begun <= time);
