import type { ProcessRow, ThreadRow, WorkerRow } from '../../../shared/session.ts';

/** A 1 at the number of each thread's row that belongs to the workload. */
export function workloadFlags(threads: readonly ThreadRow[]): Uint8Array<ArrayBuffer> {
  const flags = new Uint8Array(threads.reduce((size, { thread }) => Math.max(size, thread + 1), 0));
  for (const { thread, workload } of threads) if (workload) flags[thread] = 1;
  return flags;
}

/** Which thread a pid and a tid mean. The system gives both again later: a thread of the same name is taken for the same. */
export const threadKey = (pid: number, tid: number): string => `${pid}/${tid}`;

/** What the thread that takes CPU samples in a program is called, instead of the short name that the kernel allows it. */
export const samplerTitle = 'CPU sampler (Corelane)';

/** Whether a worker's name says no more than its number, as the tracer names those of which it knows nothing else. */
export const isNumberOnly = (name: string, tid: number): boolean =>
  name === '' || name === `thread ${tid}` || name === 'main thread';

/** What the process of a thread ran when the thread first had a core; empty: not known. */
export function commandsOf(processes: readonly ProcessRow[]): (pid: number, atNs: number) => string {
  const byPid = Map.groupBy(processes, ({ pid }) => pid);
  return (pid, atNs) => {
    const ofPid = byPid.get(pid) ?? [];
    const alive = ofPid.find(({ start, end }) => (start ?? -Infinity) <= atNs && atNs <= (end ?? Infinity));
    return (alive ?? ofPid[0])?.command ?? '';
  };
}

/** The worker that a thread was, of those with its pid and tid the one whose trial the thread lived in; null: none. */
export function workersOf(
  workers: Iterable<WorkerRow>,
  touchesTrial: (trial: number, fromNs: number, toNs: number) => boolean,
): (thread: ThreadRow, fromNs: number, toNs: number) => WorkerRow | null {
  const byThread = Map.groupBy(workers, ({ pid, tid }) => threadKey(pid, tid));
  return ({ pid, tid }, fromNs, toNs) => {
    const candidates = byThread.get(threadKey(pid, tid)) ?? [];
    if (candidates.length < 2) return candidates[0] ?? null;
    return candidates.find(({ trial }) => touchesTrial(trial, fromNs, toNs)) ?? candidates[0] ?? null;
  };
}
