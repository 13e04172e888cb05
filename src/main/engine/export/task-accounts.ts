import type { SessionReader, TaskBatch } from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { SpanAccounts } from '../scheduling/span-accounts.ts';
import type { Span, SpanAccount } from '../scheduling/span-accounts.ts';
import { threadKey } from '../scheduling/thread-names.ts';

/** Tasks, and by row what their threads did while they ran; null where that is not known. */
export interface AccountedTasks {
  readonly tasks: TaskBatch;
  readonly accounts: readonly (SpanAccount | null)[];
}

/**
 * How many tasks are held at a time, with some hundred bytes each. The slices from their first start to their last end are read
 * once for all of them: as tasks come in order of their ends, that is little more than each slice once for the whole session.
 */
const heldTasks = 65_536;

/** All tasks of a session in order of recording, batch by batch. */
export function* accountedTasks(session: SessionReader): Generator<AccountedTasks> {
  if (session.count('slices') === 0) {
    for (const tasks of session.batches('tasks')) yield { tasks, accounts: [] };
    return;
  }
  const slots = new ThreadSlots(session);
  for (const held of gathered(session.batches('tasks'))) {
    const accounts = accountsOf(session, slots, held);
    let first = 0;
    for (const tasks of held) {
      const end = first + tasks.index.length;
      yield { tasks, accounts: accounts.slice(first, end) };
      first = end;
    }
  }
}

function* gathered(batches: Iterable<TaskBatch>): Generator<readonly TaskBatch[]> {
  let held: TaskBatch[] = [];
  let count = 0;
  for (const batch of batches) {
    held.push(batch);
    count += batch.index.length;
    if (count < heldTasks) continue;
    yield held;
    held = [];
    count = 0;
  }
  if (count > 0) yield held;
}

function accountsOf(
  session: SessionReader,
  slots: ThreadSlots,
  held: readonly TaskBatch[],
): readonly (SpanAccount | null)[] {
  const spans = held.flatMap((tasks) => Array.from(tasks.index, (_, row) => slots.span(tasks, row)));
  let from = Infinity;
  let to = -Infinity;
  for (const { start, end } of spans) {
    // Also leaves out what is not known (NaN).
    if (start < from) from = start;
    if (end > to) to = end;
  }
  const accounts = new SpanAccounts(spans);
  if (from <= to) {
    const range = { from: asNanoseconds(from), to: asNanoseconds(to) };
    for (const slices of session.batches('slices', range)) accounts.add(slices, slots.ofThreads);
  }
  return accounts.finish();
}

/** Threads by pid and tid: a task names its thread by its worker's pid and its own tid. */
class ThreadSlots {
  /** By the number of the thread's row. */
  readonly ofThreads: Int32Array;
  readonly #byKey = new Map<string, number>();
  readonly #pids: ReadonlyMap<number, number>;

  constructor(session: SessionReader) {
    const threads = session.threads();
    const size = threads.reduce((most, { thread }) => Math.max(most, thread + 1), 0);
    this.ofThreads = new Int32Array(size).fill(-1);
    this.#pids = new Map(session.workers().map(({ worker, pid }) => [worker, pid]));
    for (const { thread, pid, tid } of threads) {
      const key = threadKey(pid, tid);
      const slot = this.#byKey.get(key) ?? this.#byKey.size;
      this.#byKey.set(key, slot);
      this.ofThreads[thread] = slot;
    }
  }

  span(tasks: TaskBatch, row: number): Span {
    const pid = this.#pids.get(tasks.worker[row] ?? 0);
    const slot = pid === undefined ? undefined : this.#byKey.get(threadKey(pid, tasks.tid[row] ?? 0));
    if (slot === undefined) return unknownSpan;
    return { slot, start: tasks.start[row] ?? Number.NaN, end: tasks.end[row] ?? Number.NaN };
  }
}

const unknownSpan: Span = { slot: 0, start: Number.NaN, end: Number.NaN };
