import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import type { QueryApi } from '../../../../src/main/engine/queries/query-api.ts';
import type { TaskColumn, TaskFilter, TaskParts } from '../../../../src/shared/session-queries.ts';
import { tracedProgram } from '../../../support/traced-program.ts';
import { recordSession, testFolder } from '../export/recorded-session.ts';
import type { Content, SliceRow } from '../export/recorded-session.ts';

interface Opened {
  readonly queries: QueryApi;
  readonly session: string;
}

/** The traced program, recorded once. */
let program: Opened;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
  const session = await recordSession(join(folder, 'run.corelane'), tracedProgram);
  const sessions = new OpenSessions();
  program = { queries: answerQueries(sessions), session };
  return () => {
    sessions.release(session);
    rmSync(folder, { recursive: true });
  };
});

async function opened(content: Content): Promise<Opened> {
  const session = await recordSession(join(testFolder(), 'run.corelane'), content);
  const sessions = new OpenSessions();
  onTestFinished(() => sessions.release(session));
  return { queries: answerQueries(sessions), session };
}

const ms = 1e6;
const everything = { fromNs: 0, toNs: 100 * ms, limit: 100 };

describe('the overview of a profile', () => {
  it('has one trial with a lane for each place of a task, named by whose it was', async () => {
    const { queries, session } = program;
    const { trials, tasks } = await queries.describeSession(session);
    expect(tasks).toBe(8);
    expect(trials).toEqual([
      {
        trial: 0,
        executor: null,
        workers: null,
        repeat: 1,
        fromNs: ms,
        toNs: 35 * ms,
        lanes: 5,
        laneNames: [
          'ThreadPoolExecutor-0_0 · tid 101',
          'ThreadPoolExecutor-0_1 · tid 102',
          'SpawnProcess-1 · tid 200',
          'coroutine 0 · tid 100',
          'coroutine 1 · tid 100',
        ],
        laneWorkers: [0, 1, 2, 3, 3],
      },
    ]);
  });

  it('tells what was traced: tasks by API and lane, pools, programs and sites', async () => {
    const { queries, session } = program;
    const { tracing } = await queries.describeSession(session);
    const { pools, lanes, programs, sites } = tracedProgram.details ?? {};
    expect(tracing).toMatchObject({ total: 8, pools, lanes, programs, sites });
    expect(tracing?.apis).toEqual([
      { api: 'concurrent.futures.ThreadPoolExecutor', tasks: 3, failed: 2 },
      { api: 'asyncio.Task', tasks: 2, failed: 0 },
      { api: 'multiprocessing.pool.Pool', tasks: 2, failed: 0 },
      { api: 'concurrent.futures.ProcessPoolExecutor', tasks: 1, failed: 0 },
    ]);
    expect(tracing?.laneTasks).toEqual([
      { tasks: 1, failed: 0, fromNs: 2 * ms, toNs: 6 * ms },
      { tasks: 1, failed: 1, fromNs: 2.1 * ms, toNs: 8 * ms },
      { tasks: 3, failed: 0, fromNs: 10 * ms, toNs: 34 * ms },
      { tasks: 1, failed: 0, fromNs: 21 * ms, toNs: 30 * ms },
      { tasks: 1, failed: 0, fromNs: 22 * ms, toNs: 28 * ms },
    ]);
  });

  it('knows of a program that handed nothing to anyone that it was traced', async () => {
    const { programs = [] } = tracedProgram.details ?? {};
    const { queries, session } = await opened({ header: { command: 'profile' }, details: { programs } });
    const { tracing, trials } = await queries.describeSession(session);
    expect(tracing).toMatchObject({ total: 0, apis: [], programs });
    expect(trials).toEqual([]);
  });

  it('tells of no tracing where there was none', async () => {
    const { queries, session } = await opened({ header: { command: 'profile' } });
    expect((await queries.describeSession(session)).tracing).toBeNull();
  });
});

const noFilter: TaskFilter = { trial: null, outcome: null, api: null, text: '' };

const table = async (
  filter: Partial<TaskFilter> = {},
  column: TaskColumn = 'index',
  descending = false,
): Promise<readonly number[]> => {
  const { queries, session } = program;
  const query = { session, filter: { ...noFilter, ...filter }, sort: { column, descending } };
  const { tasks, total, traced } = await queries.taskTable({ ...query, first: 0, count: 100 });
  expect(total).toBe(tasks.index.length);
  expect(traced?.rows.task).toEqual(tasks.index);
  return [...tasks.index];
};

describe('the table of traced tasks', () => {
  it('sorts by API, name, callable and CPU time, what is not known last', async () => {
    // asyncio.Task, concurrent.futures.P…, …T…, multiprocessing.pool.Pool
    expect(await table({}, 'api')).toEqual([3, 4, 2, 0, 1, 7, 5, 6]);
    // Task-2, crunch, fetch, square, work
    expect(await table({}, 'name')).toEqual([3, 2, 4, 5, 6, 0, 1, 7]);
    expect(await table({}, 'callable')).toEqual([2, 3, 4, 5, 6, 0, 1, 7]);
    expect(await table({}, 'cpu', true)).toEqual([2, 0, 1, 3, 4, 5, 6, 7]);
  });

  it('is filtered by API', async () => {
    expect(await table({ api: 'asyncio.Task' })).toEqual([3, 4]);
    expect(await table({ api: 'piscina' })).toEqual([]);
    expect(await table({ parent: 0 })).toEqual([2]);
    expect(await table({ parent: 7 })).toEqual([]);
  });

  it('is searched by names, callables, files, APIs, pools and errors, whatever the case', async () => {
    expect(await table({ text: 'task-2' })).toEqual([3]);
    expect(await table({ text: 'CRUNCH' })).toEqual([2]);
    expect(await table({ text: 'net.py' })).toEqual([3, 4]);
    expect(await table({ text: 'multiprocessing' })).toEqual([5, 6]);
    expect(await table({ text: 'threadpoolexecutor-0' })).toEqual([0, 1, 7]);
    expect(await table({ text: 'valueerror' })).toEqual([1]);
  });

  it('brings what labels need: names by number, and whose threads tasks came from and ran on', async () => {
    const { queries, session } = program;
    const { tasks, traced } = await queries.tasksWithin({ session, trial: 0, ...everything });
    expect([...(tasks?.index ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(traced?.rows.site).toEqual(Uint32Array.of(1, 1, 2, 3, 3, 4, 4));
    expect(traced?.names).toEqual([
      { number: 1, text: 'Task-2' },
      { number: 2, text: 'ValueError: no such thing' },
    ]);
    // Numbers of threads' rows, plus 1.
    expect(traced?.submitters).toEqual(Uint32Array.of(1, 1, 2, 1, 1, 1, 1));
    expect(traced?.threads).toEqual(Uint32Array.of(2, 3, 4, 1, 1, 4, 4));
  });

  it('knows nothing of a task whose traced row is missing', async () => {
    const traced = tracedProgram.traced?.filter(({ task }) => task !== 2) ?? [];
    const { queries, session } = await opened({ ...tracedProgram, traced });
    const page = await queries.tasksWithin({ session, trial: 0, ...everything, lanes: [2] });
    expect(page.traced?.rows.site).toEqual(Uint32Array.of(0, 4, 4));
    expect(page.traced?.threads).toEqual(Uint32Array.of(0, 4, 4));
    expect((await queries.taskDetails({ session, trial: 0, index: 2 })).traced).toBeNull();
  });

  it('finds rows of tasks that were traced in another order than they settled', async () => {
    const { queries, session } = await opened({
      ...tracedProgram,
      traced: tracedProgram.traced?.toReversed() ?? [],
    });
    const { traced } = await queries.tasksWithin({ session, trial: 0, ...everything });
    expect(traced?.rows.site).toEqual(Uint32Array.of(1, 1, 2, 3, 3, 4, 4));
    const { tasks } = await queries.findTasks({ session, text: 'fetch', limit: 10 });
    expect(tasks.map(({ index, name }) => [index, name])).toEqual([
      [3, 'Task-2'],
      [4, 'fetch'],
    ]);
  });
});

const details = async ({ queries, session }: Opened, index: number) =>
  queries.taskDetails({ session, trial: 0, index });

describe('a traced task in full', () => {
  it('tells what it ran, who submitted it from where and to what, and where it ran', async () => {
    expect((await details(program, 2)).traced).toEqual({
      api: 'concurrent.futures.ProcessPoolExecutor',
      name: 'crunch',
      callable: { name: 'crunch', file: '/home/ada/script.py', line: 6 },
      submittedAt: { name: 'work', file: '/home/ada/script.py', line: 4 },
      pool: tracedProgram.details?.pools?.[1],
      submitter: { pid: 100, tid: 101, name: 'ThreadPoolExecutor-0_0', thread: 1 },
      ranOn: { pid: 200, tid: 200, name: 'SpawnProcess-1', thread: 3 },
      parent: { index: 0, name: 'work' },
      children: 0,
      chunk: null,
      resultAtNs: 19 * ms,
      cpuNs: 7.9 * ms,
      argumentPicklingNs: 0.2 * ms,
      resultPicklingNs: 0.1 * ms,
      steps: null,
      longestStepNs: null,
      flags: [],
      error: null,
    });
    expect((await details(program, 0)).traced?.children).toBe(1);
  });

  it('tells its flags, what it failed with, and which of its chunk it was', async () => {
    expect((await details(program, 1)).traced).toMatchObject({
      flags: ['awaitedAtOnce'],
      error: { type: 'ValueError', message: 'no such thing' },
    });
    expect((await details(program, 6)).traced?.chunk).toEqual({ items: 2, position: 2 });
    expect((await details(program, 3)).traced).toMatchObject({
      name: 'Task-2',
      steps: 2,
      longestStepNs: 2 * ms,
    });
    expect((await details(program, 7)).traced).toMatchObject({ ranOn: null });
  });
});

/** In milliseconds, to the microsecond. */
const partsOf = async (of: Opened, index: number): Promise<Record<string, number | null> | null> => {
  const { parts } = await details(of, index);
  return parts === null
    ? null
    : Object.fromEntries(
        Object.entries(parts).map(([name, ns]: [string, TaskParts[keyof TaskParts]]) => [
          name,
          ns === null ? null : Math.round(ns / 1000) / 1000,
        ]),
      );
};

describe('the parts of the time of a task', () => {
  it('are its queue, its time on a core, its run delay, and what came after its end', async () => {
    expect(await partsOf(program, 0)).toEqual({
      queueNs: 1,
      runningNs: 3.5,
      runDelayNs: 0.5,
      gilNs: null,
      loopNs: null,
      blockedNs: 0,
      returnNs: 0.5,
    });
  });

  it('tell waiting for the GIL from other waiting, by what its thread was seen at', async () => {
    expect(await partsOf(program, 1)).toEqual({
      queueNs: 1,
      runningNs: 3,
      runDelayNs: 0.1,
      gilNs: 1.9,
      loopNs: null,
      blockedNs: 0.9,
      returnNs: 0.2,
    });
  });

  it('are of a coroutine its steps, and between them waiting for something, or for its loop', async () => {
    // The loop was idle from 23 on and woke at 24.8 for the other coroutine, which held it until 28.
    expect(await partsOf(program, 3)).toEqual({
      queueNs: 1,
      runningNs: 3,
      runDelayNs: 0,
      gilNs: null,
      loopNs: 3.2,
      blockedNs: 2.8,
      returnNs: null,
    });
    expect(await partsOf(program, 4)).toMatchObject({ runningNs: 4, loopNs: 0.2, blockedNs: 1.8 });
  });

  it('are those that the program itself knows, where no slices were recorded', async () => {
    const unrecorded = await opened({ ...tracedProgram, slices: [] });
    const unknown = { runDelayNs: null, gilNs: null, loopNs: null, blockedNs: null };
    expect(await partsOf(unrecorded, 0)).toEqual({ queueNs: 1, runningNs: 3.4, ...unknown, returnNs: 0.5 });
    expect(await partsOf(unrecorded, 3)).toMatchObject({ runningNs: null, ...unknown });
    expect(await partsOf(unrecorded, 7)).toBeNull();
  });
});

describe('the steps of coroutines', () => {
  it('come with the lanes of their tasks, by start', async () => {
    const { queries, session } = program;
    const { total, steps, lanes } = await queries.stepsWithin({
      session,
      fromNs: 21.5 * ms,
      toNs: 26 * ms,
      limit: 3,
    });
    expect([total, [...(steps?.task ?? [])], [...lanes]]).toEqual([3, [3, 4, 4], [3, 4, 4]]);
  });

  it('are only said to be more than the limit when they are', async () => {
    const { queries, session } = program;
    const answer = await queries.stepsWithin({ session, ...everything, limit: 3 });
    expect(answer).toMatchObject({ total: 4, steps: null });
    expect(answer.lanes).toHaveLength(0);
  });

  it('are left out when their task was not stored', async () => {
    const { queries, session } = await opened({
      ...tracedProgram,
      tasks: tracedProgram.tasks?.slice(0, 4) ?? [],
    });
    const { steps } = await queries.stepsWithin({ session, ...everything });
    expect([...(steps?.task ?? [])]).toEqual([3, 3]);
  });
});

describe('marks, measures and pauses', () => {
  it('come with their names and threads, and only of the kinds that are asked for', async () => {
    const { queries, session } = program;
    const answer = await queries.spansWithin({ session, ...everything, kinds: ['gc', 'measure'] });
    expect(answer.total).toBe(2);
    expect(answer.spans?.start).toEqual(Float64Array.of(0.8 * ms, 10 * ms));
    expect(answer.threads).toEqual(Uint32Array.of(1, 4));
    expect(answer.names).toEqual([
      { number: 3, text: 'gc of generation 2' },
      { number: 5, text: 'parsing' },
    ]);
    const mark = await queries.spansWithin({ session, ...everything, kinds: ['mark'], limit: 0 });
    expect(mark).toMatchObject({ total: 1, spans: null, names: [] });
  });
});

describe('a first view of a traced program', () => {
  it('looks where its tasks ran, whatever had the cores more before them', async () => {
    const start = { start: 0, end: 900 * ms, thread: 0, core: 0 };
    const late = (slice: SliceRow): SliceRow => ({
      ...slice,
      ready: (slice.ready ?? slice.start) + 1000 * ms,
      start: slice.start + 1000 * ms,
      end: slice.end + 1000 * ms,
    });
    const tasks = tracedProgram.tasks?.map(({ submit, start: began, end, ...task }) =>
      Object.assign(task, {
        submit: (submit ?? 0) + 1000 * ms,
        start: began === null ? null : began + 1000 * ms,
        end: end === null ? null : end + 1000 * ms,
      }),
    );
    const { queries, session } = await opened({
      header: { command: 'profile' },
      threads: tracedProgram.threads ?? [],
      slices: [start, ...(tracedProgram.slices?.map(late) ?? [])],
      tasks: tasks ?? [],
    });
    const { worthSeeing } = await queries.schedulingTracks(session);
    expect(worthSeeing?.fromNs).toBeGreaterThan(1001 * ms);
    expect(worthSeeing?.toNs).toBeLessThan(1035 * ms);
  });

  it('looks at tasks where nothing else was recorded', async () => {
    const { queries, session } = await opened({ ...tracedProgram, slices: [] });
    const { worthSeeing } = await queries.schedulingTracks(session);
    // To within a 512th of the time in which tasks ran.
    expect(worthSeeing).toEqual({ fromNs: 2 * ms, toNs: 8.0625 * ms });
  });
});

describe('the load of event loops', () => {
  it('is the share of each bucket outside the poll, and the longest delay that touches it', async () => {
    const { queries, session } = program;
    const load = await queries.loopLoad({ session, fromNs: 15 * ms, toNs: 35 * ms, width: 4 });
    expect(load.loops).toEqual([{ pid: 100, tid: 100, name: 'MainThread', thread: 0 }]);
    expect([...load.active]).toEqual([Number.NaN, Math.fround(0.6), 1, Number.NaN]);
    expect([...load.longestDelayNs]).toEqual([Number.NaN, 0.5 * ms, 3 * ms, Number.NaN]);
  });

  it('is of no loop where none was read', async () => {
    const { queries, session } = await opened({ ...tracedProgram, loops: [] });
    expect(await queries.loopLoad({ session, fromNs: 0, toNs: ms, width: 4 })).toMatchObject({ loops: [] });
  });
});
