import type { SessionReader } from '../../../shared/session.ts';
import { samplerThreadName } from '../../../shared/trace-format.ts';
import { isNumberOnly, samplerTitle, threadKey } from '../scheduling/thread-names.ts';
import type { SessionTasks } from './session-tasks.ts';
import { isOfApi } from './trace-labels.ts';

/** What threads are called, by `threadKey`. */
export type ThreadNames = ReadonlyMap<string, string>;

/**
 * The names of threads of a profiled program that are known better than by the kernel, which cuts a name after 15 letters and is told one name
 * for all workers of Node: a worker thread is called what the program calls it, else it is counted; a thread of a pool is the pool's lane.
 */
export function tracedNames(reader: SessionReader, tasks: SessionTasks): ThreadNames {
  const names = new Map<string, string>();
  if (reader.header.command === 'lab') return names;
  for (const { pid, tid, name } of reader.threads()) {
    if (name === samplerThreadName) names.set(threadKey(pid, tid), samplerTitle);
  }
  for (const { pool, pid, tid, name } of reader.details('lanes')) {
    if (pool !== null && tid !== null && name !== '') names.set(threadKey(pid, tid), name);
  }
  for (const { pid, tid, name } of reader.workers()) {
    if (!isNumberOnly(name, tid)) names.set(threadKey(pid, tid), name);
  }
  nameWorkerThreads(tasks, names);
  return names;
}

interface WorkerThread {
  readonly key: string;
  readonly pid: number;
  readonly submitNs: number;
  readonly ownName: string;
}

/** As Node counts its workers, from 1 in each process, in the order in which they were made; of a pool's own workers nothing is told here. */
function nameWorkerThreads({ rows, traces }: SessionTasks, names: Map<string, string>): void {
  if (traces === null) return;
  if (![...traces.sites.values()].some(({ api }) => api === 'worker_threads.Worker')) return;
  const isWorkerThread = isOfApi(traces, 'worker_threads.Worker');
  const made: WorkerThread[] = [];
  for (let row = 0; row < rows.index.length; row += 1) {
    if (!isWorkerThread(row)) continue;
    const pid = traces.rows.submit_pid[row] ?? 0;
    made.push({
      key: threadKey(pid, rows.tid[row] ?? 0),
      pid,
      submitNs: rows.submit[row] ?? Number.NaN,
      ownName: traces.texts.get(traces.rows.name[row] ?? 0) ?? '',
    });
  }
  for (const ofProcess of Map.groupBy(made, ({ pid }) => pid).values()) {
    for (const [at, { key, ownName }] of ofProcess.toSorted((a, b) => a.submitNs - b.submitNs).entries()) {
      names.set(key, ownName === '' ? `Worker ${at + 1}` : ownName);
    }
  }
}
