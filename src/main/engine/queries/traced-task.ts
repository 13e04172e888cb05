import type { StreamBatch } from '../../../shared/session.ts';
import { slotFlags } from '../../../shared/trace-format.ts';
import type { TaskFlag, ThreadOfTask, TracedTask } from '../../../shared/session-queries.ts';
import { knownOrNull } from './known.ts';
import type { OpenedSession } from './opened-session.ts';
import type { SessionTasks } from './session-tasks.ts';
import type { SessionTraces } from './session-traces.ts';

/** What tracing tells of the task in this row; null: it was not traced. */
export function tracedTask(session: OpenedSession, row: number): TracedTask | null {
  const { tasks } = session;
  const { traces } = tasks;
  const site = traces?.siteAt(row) ?? null;
  if (traces === null || site === null) return null;
  const { rows } = traces;
  const isStarted = !Number.isNaN(tasks.rows.start[row]);
  return {
    api: site.api,
    name: traces.nameAt(row),
    callable: site.callable,
    submittedAt: site.submitted_at,
    pool: site.pool === null ? null : (traces.pools.get(site.pool) ?? null),
    submitter: threadOf(session, rows.submit_pid[row], rows.submit_tid[row]),
    ranOn: isStarted ? threadOf(session, rows.worker_pid[row], tasks.rows.tid[row]) : null,
    parent: parentOf(tasks, traces, row),
    children: childrenOf(rows, tasks.rows.index[row] ?? 0),
    chunk: chunkOf(tasks, rows, row),
    resultAtNs: knownOrNull(rows.result[row]),
    cpuNs: knownOrNull(rows.cpu_ns[row]),
    argumentPicklingNs: knownOrNull(rows.argument_ns[row]),
    resultPicklingNs: knownOrNull(rows.result_ns[row]),
    steps: rows.steps[row] === 0 ? null : (rows.steps[row] ?? null),
    longestStepNs: rows.steps[row] === 0 ? null : knownOrNull(rows.longest_step_ns[row]),
    flags: flagsOf(rows.flags[row] ?? 0),
    error: errorOf(traces.texts.get(rows.error[row] ?? 0)),
  };
}

/** 0 stands for what is not known. */
const threadOf = (session: OpenedSession, pid = 0, tid = 0): ThreadOfTask | null =>
  pid === 0 ? null : session.threadOf(pid, tid);

function parentOf(tasks: SessionTasks, traces: SessionTraces, row: number): TracedTask['parent'] {
  const parent = traces.rows.parent[row] ?? 0;
  if (parent === 0) return null;
  const place = tasks.rowOf(parent - 1);
  return place === -1 ? null : { index: parent - 1, name: traces.nameAt(place) };
}

const childrenOf = ({ parent }: StreamBatch<'traced'>, index: number): number =>
  parent.reduce((count, of) => (of === index + 1 ? count + 1 : count), 0);

function chunkOf(
  { rows: { start } }: SessionTasks,
  { chunk }: StreamBatch<'traced'>,
  row: number,
): TracedTask['chunk'] {
  const own = chunk[row] ?? 0;
  if (own === 0) return null;
  let items = 0;
  let position = 1;
  const began = start[row] ?? Number.NaN;
  for (let other = 0; other < chunk.length; other += 1) {
    if (chunk[other] !== own) continue;
    items += 1;
    const otherBegan = start[other] ?? Number.NaN;
    if (otherBegan < began || (other < row && !(otherBegan > began))) position += 1;
  }
  return { items, position };
}

const flagsOf = (flags: number): readonly TaskFlag[] =>
  taskFlags.filter((flag) => (flags & slotFlags[flag]) !== 0);

const taskFlags = [
  'notCallable',
  'awaitedAtOnce',
  'unpicklable',
  'workerDied',
] as const satisfies readonly TaskFlag[];

/** An error is kept as `type: message`; no type has a colon. */
function errorOf(text: string | undefined): TracedTask['error'] {
  if (text === undefined) return null;
  const colon = text.indexOf(': ');
  return colon === -1
    ? { type: text, message: '' }
    : { type: text.slice(0, colon), message: text.slice(colon + 2) };
}
