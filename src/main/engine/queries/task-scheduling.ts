import { sliceEndCode } from '../../../shared/session.ts';
import type { StreamBatch, TaskBatch, ThreadRow } from '../../../shared/session.ts';
import type { TaskScheduling } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { SpanAccounts } from '../scheduling/span-accounts.ts';
import type { OpenedSession } from './opened-session.ts';

/**
 * Where the time of the task in this row went, from the slices of its worker's thread between its start and its end. Null where
 * start, end or worker are not known, or nothing of the thread was recorded meanwhile.
 */
export function taskScheduling(session: OpenedSession, row: number): TaskScheduling | null {
  const { reader, tasks } = session;
  if (reader.count('slices') === 0) return null;
  const { rows } = tasks;
  const start = rows.start[row] ?? Number.NaN;
  const end = rows.end[row] ?? Number.NaN;
  const worker = session.workers().get(rows.worker[row] ?? 0);
  const tid = rows.tid[row] ?? 0;
  if (!(start <= end) || worker === undefined || tid === 0) return null;
  const threads = session.threads();
  const slotOf = slotOfThread(threads, worker.pid, tid);
  const accounts = new SpanAccounts([{ slot: 0, start, end }]);
  const preemptors = new Map<number, number>();
  for (const batch of reader.batches('slices', { from: asNanoseconds(start), to: asNanoseconds(end) })) {
    accounts.add(batch, slotOf);
    countPreemptors(preemptors, batch, slotOf, start, end);
  }
  const [account] = accounts.finish();
  if (!account) return null;
  const { onCpuNs, runDelayNs, blockedNs, cores, migrations } = account;
  const preemptedBy = namedPreemptors(preemptors, threads);
  const shared = isShared(rows, row, tasks.spans[rows.trial[row] ?? 0]);
  return { onCpuNs, runDelayNs, blockedNs, cores, migrations, preemptedBy, shared };
}

/** By the number of its row, 0 for a thread of this pid and tid, −1 for others. */
export function slotOfThread(threads: readonly ThreadRow[], pid: number, tid: number): Int32Array {
  const slotOf = new Int32Array(threads.reduce((size, { thread }) => Math.max(size, thread + 1), 0)).fill(-1);
  for (const of of threads) if (of.pid === pid && of.tid === tid) slotOf[of.thread] = 0;
  return slotOf;
}

/** Threads of one process that have the same name count as one. */
function namedPreemptors(
  counts: ReadonlyMap<number, number>,
  threads: readonly ThreadRow[],
): TaskScheduling['preemptedBy'] {
  const named = new Map(threads.map(({ thread, name, pid }) => [thread + 1, { name, pid }]));
  const takers = new Map<string, { name: string; pid: number; count: number }>();
  for (const [by, count] of counts) {
    const { name, pid } = named.get(by) ?? notKnown;
    const key = `${pid} ${name}`;
    takers.set(key, { name, pid, count: count + (takers.get(key)?.count ?? 0) });
  }
  return [...takers.values()].toSorted(
    (a, b) => b.count - a.count || a.pid - b.pid || a.name.localeCompare(b.name),
  );
}

/** Where only the workload was recorded, it is not told which other thread took the core. */
const notKnown = { name: 'not known', pid: 0 };
const preempted = sliceEndCode('preempted');

function countPreemptors(
  counts: Map<number, number>,
  { thread, end, ended, by }: StreamBatch<'slices'>,
  slotOf: Int32Array,
  from: number,
  to: number,
): void {
  for (let row = 0; row < thread.length; row += 1) {
    const left = end[row] ?? Number.NaN;
    if (ended[row] !== preempted || slotOf[thread[row] ?? 0] !== 0 || !(from < left && left <= to)) continue;
    const other = by[row] ?? 0;
    counts.set(other, (counts.get(other) ?? 0) + 1);
  }
}

/** Whether another task ran on the same thread at the same time; one whose end nobody saw did until the end. */
function isShared(
  rows: TaskBatch,
  row: number,
  span: { readonly firstRow: number; readonly endRow: number } | undefined,
): boolean {
  const start = rows.start[row] ?? 0;
  const end = rows.end[row] ?? 0;
  for (let other = span?.firstRow ?? 0; other < (span?.endRow ?? 0); other += 1) {
    if (other === row || rows.worker[other] !== rows.worker[row] || rows.tid[other] !== rows.tid[row])
      continue;
    if (rows.trial[other] !== rows.trial[row]) continue;
    const from = rows.start[other] ?? Number.NaN;
    const to = rows.end[other] ?? Number.NaN;
    if (from < end && (Number.isNaN(to) || to > start)) return true;
  }
  return false;
}
