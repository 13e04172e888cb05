import type { TaskParts, TaskScheduling } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { CoroutineTime } from '../scheduling/coroutine-time.ts';
import type { Span } from '../scheduling/span-accounts.ts';
import { SpanWaits, addedWaits, gilOfBlockedNs, waitsQuery } from '../scheduling/wait-shares.ts';
import { knownOrNull } from './known.ts';
import type { OpenedSession } from './opened-session.ts';
import { slotOfThread } from './task-scheduling.ts';

/** Above this many steps, what was waited for within them is not worked out: each is a span of its own. */
const mostSteps = 50_000;

/** Where the time of the task in this row went, from submit to result. Null: it never started. */
export function taskParts(
  session: OpenedSession,
  row: number,
  scheduling: TaskScheduling | null,
): TaskParts | null {
  const { tasks } = session;
  const { submit, start, end } = tasks.rows;
  const startNs = start[row] ?? Number.NaN;
  if (Number.isNaN(startNs)) return null;
  const traced = tasks.traces?.rows;
  const during =
    (traced?.steps[row] ?? 0) > 0
      ? partsOfCoroutine(session, row)
      : partsOfRun(session, row, scheduling, knownOrNull(traced?.cpu_ns[row]));
  return {
    queueNs: knownOrNull(startNs - (submit[row] ?? Number.NaN)),
    ...during,
    returnNs: knownOrNull((traced?.result[row] ?? Number.NaN) - (end[row] ?? Number.NaN)),
  };
}

type PartsOfRun = Omit<TaskParts, 'queueNs' | 'returnNs'>;

const nothingKnown: PartsOfRun = {
  runningNs: null,
  runDelayNs: null,
  gilNs: null,
  loopNs: null,
  blockedNs: null,
};

function partsOfRun(
  session: OpenedSession,
  row: number,
  scheduling: TaskScheduling | null,
  cpuNs: number | null,
): PartsOfRun {
  const { rows, traces } = session.tasks;
  if (scheduling === null) return { ...nothingKnown, runningNs: cpuNs };
  // On an event loop of a lab the times are the thread's, which tasks share.
  if (traces === null && scheduling.shared) return nothingKnown;
  const { onCpuNs, runDelayNs, blockedNs } = scheduling;
  const span = { slot: 0, start: rows.start[row] ?? Number.NaN, end: rows.end[row] ?? Number.NaN };
  const gilNs = gilWithin(session, row, [span], blockedNs);
  return { runningNs: onCpuNs, runDelayNs, gilNs, loopNs: null, blockedNs: blockedNs - (gilNs ?? 0) };
}

function partsOfCoroutine(session: OpenedSession, row: number): PartsOfRun {
  const { reader } = session;
  const spans = stepsOf(session, row);
  const [first] = spans;
  const last = spans.at(-1);
  const slotOf = slotsOf(session, row);
  if (first === undefined || last === undefined || slotOf === null) return nothingKnown;
  const time = new CoroutineTime(
    Float64Array.from(spans, ({ start }) => start),
    Float64Array.from(spans, ({ end }) => end),
  );
  const range = { from: asNanoseconds(first.start), to: asNanoseconds(last.end) };
  for (const batch of reader.batches('slices', range)) time.add(batch, slotOf);
  const sums = time.finish();
  if (sums === null) return nothingKnown;
  const gilNs = spans.length > mostSteps ? null : gilWithin(session, row, spans, sums.blockedNs);
  return {
    runningNs: sums.runningNs,
    runDelayNs: sums.runDelayNs,
    gilNs,
    loopNs: sums.loopNs,
    blockedNs: sums.blockedNs - (gilNs ?? 0) + sums.awaitedNs,
  };
}

/** The steps of the task in this row that have ended, in order. */
function stepsOf({ reader, tasks }: OpenedSession, row: number): readonly Span[] {
  const { index, start, end } = tasks.rows;
  const own = index[row];
  const until = end[row] ?? Number.NaN;
  const range = {
    from: asNanoseconds(start[row] ?? 0),
    to: asNanoseconds(Number.isNaN(until) ? Infinity : until),
  };
  const spans: Span[] = [];
  for (const batch of reader.columnBatches('steps', { ...range, columns: ['task', 'start', 'end'] })) {
    for (let at = 0; at < batch.task.length; at += 1) {
      if (batch.task[at] !== own) continue;
      const step = { slot: 0, start: batch.start[at] ?? Number.NaN, end: batch.end[at] ?? Number.NaN };
      if (step.start <= step.end) spans.push(step);
    }
  }
  return spans.toSorted((a, b) => a.start - b.start);
}

/** How much of the time blocked within these spans the thread of the task waited for the GIL. Null: nobody looked. */
function gilWithin(
  session: OpenedSession,
  row: number,
  spans: readonly Span[],
  blockedNs: number,
): number | null {
  const { reader } = session;
  const slotOf = slotsOf(session, row);
  const from = spans[0]?.start ?? Number.NaN;
  const to = spans.at(-1)?.end ?? Number.NaN;
  if (slotOf === null || !(from <= to) || reader.count('waits') === 0) return null;
  const waits = new SpanWaits(spans);
  for (const batch of reader.batches('waits', waitsQuery(from, to))) waits.add(batch, slotOf);
  const seen = waits.finish().filter((times) => times !== null);
  return seen.length === 0 ? null : gilOfBlockedNs(addedWaits(seen), blockedNs);
}

/** By number, 0 for the thread that ran the task. */
function slotsOf(session: OpenedSession, row: number): Int32Array | null {
  const { rows, traces } = session.tasks;
  const pid = traces?.rows.worker_pid[row] ?? session.workers().get(rows.worker[row] ?? 0)?.pid ?? 0;
  const tid = rows.tid[row] ?? 0;
  return pid === 0 || tid === 0 ? null : slotOfThread(session.reader.threads(), pid, tid);
}
