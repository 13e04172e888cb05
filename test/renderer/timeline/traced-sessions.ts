import type { DetailRows, StreamBatch } from '../../../src/shared/session.ts';
import type { TasksOfLane, TracedTasks, TracingOverview } from '../../../src/shared/session-queries.ts';

type Site = DetailRows['sites'];
type Pool = DetailRows['pools'];
type Lane = DetailRows['lanes'];

export const siteOf = (number: number, over: Partial<Site> = {}): Site => ({
  number,
  api: 'concurrent.futures.ThreadPoolExecutor',
  callable: { name: 'main.<locals>.work', file: '/home/ada/crawl.py', line: 12 },
  submitted_at: { name: 'main', file: '/home/ada/crawl.py', line: 40 },
  pool: 1,
  ...over,
});

export const poolOf = (number: number, over: Partial<Pool> = {}): Pool => ({
  number,
  api: 'concurrent.futures.ThreadPoolExecutor',
  name: `ThreadPoolExecutor-${number}`,
  pid: 100,
  workers: 2,
  ...over,
});

export const laneOf = (number: number, over: Partial<Lane> = {}): Lane => ({
  number,
  api: 'concurrent.futures.ThreadPoolExecutor',
  pool: 1,
  pid: 100,
  tid: 100 + number,
  name: `worker_${number}`,
  ...over,
});

/** A coroutine's lane: on the thread of its loop, and of no pool. */
export const coroutineOf = (number: number, over: Partial<Lane> = {}): Lane =>
  laneOf(number, { api: 'asyncio.Task', pool: null, tid: 100, name: `coroutine ${number}`, ...over });

export const ran = (tasks: number, over: Partial<TasksOfLane> = {}): TasksOfLane => ({
  tasks,
  failed: 0,
  fromNs: tasks === 0 ? null : 1000,
  toNs: tasks === 0 ? null : 5000,
  ...over,
});

export const tracingOf = (
  lanes: readonly (readonly [Lane, TasksOfLane])[],
  over: Partial<TracingOverview> = {},
): TracingOverview => ({
  total: lanes.reduce((sum, [, { tasks }]) => sum + tasks, 0),
  apis: [],
  pools: [poolOf(1)],
  lanes: lanes.map(([lane]) => lane),
  laneTasks: lanes.map(([, of]) => of),
  programs: [],
  threadNames: [],
  sites: [siteOf(1)],
  ...over,
});

interface TracedRow {
  readonly site?: number;
  readonly name?: number;
  readonly result?: number;
  readonly cpu?: number;
  readonly steps?: number;
  /** Numbers of threads' rows; absent: not known. */
  readonly submitter?: number;
  readonly thread?: number;
}

/** What tracing tells of as many tasks. */
export function tracedTasks(
  rows: readonly TracedRow[],
  names: readonly DetailRows['names'][] = [],
): TracedTasks {
  const numbers = (of: (row: TracedRow) => number) => Uint32Array.from(rows, of);
  const known = (of: (row: TracedRow) => number | undefined) =>
    Float64Array.from(rows, (row) => of(row) ?? Number.NaN);
  const none = () => new Uint32Array(rows.length);
  const batch: StreamBatch<'traced'> = {
    task: Uint32Array.from(rows, (_, at) => at),
    site: numbers(({ site }) => site ?? 1),
    name: numbers(({ name }) => name ?? 0),
    error: none(),
    parent: none(),
    chunk: none(),
    flags: new Uint8Array(rows.length),
    submit_pid: none(),
    submit_tid: none(),
    worker_pid: none(),
    result: known(({ result }) => result),
    cpu_ns: known(({ cpu }) => cpu),
    argument_ns: known(() => undefined),
    result_ns: known(() => undefined),
    steps: numbers(({ steps }) => steps ?? 0),
    longest_step_ns: known(() => undefined),
  };
  return {
    rows: batch,
    names,
    submitters: numbers(({ submitter }) => (submitter === undefined ? 0 : submitter + 1)),
    threads: numbers(({ thread }) => (thread === undefined ? 0 : thread + 1)),
  };
}
