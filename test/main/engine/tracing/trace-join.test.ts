import { describe, expect, it } from 'vitest';
import { slotFlags } from '../../../../src/shared/trace-format.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { joined } from './joined.ts';
import { WrittenTrace, type WrittenRecord } from './written-trace.ts';

const processPool = 'concurrent.futures.ProcessPoolExecutor';
const unknown = Number.NaN;

/** A submitter, pid 10, and a worker of its pool, pid 11. */
function pooled(name = 'pool') {
  const folder = ownFolder();
  const submitter = new WrittenTrace(folder, 10);
  const worker = new WrittenTrace(folder, 11, { ppid: 10 });
  const scope = { name, scope: '10:7', workers: 2 };
  const here = submitter.string(scope);
  const there = worker.string(scope);
  const task = (record: WrittenRecord): number =>
    submitter.record({ api: processPool, pool: here, ...record });
  const run = (record: WrittenRecord): number =>
    worker.record({ kind: 'run', api: processPool, pool: there, ...record });
  return { folder, submitter, worker, task, run };
}

describe('a task that ran in another process', () => {
  it('is one with what its worker saw', () => {
    const { folder, submitter, worker, task, run } = pooled();
    const callable = submitter.string({ name: 'work', file: '/x.py', line: 3 });
    task({ state: 'ok', key: 5, submit: 100, result: 400, end: 390, submitTid: 10, callable, argumentNs: 2 });
    run({ state: 'ok', key: 5, start: 200, end: 300, workerTid: 11, cpu: 80, argumentNs: 3, resultBytes: 9 });
    worker.record({ kind: 'worker', api: processPool, pool: 2, workerTid: 11, name: worker.string('P-1') });
    const { tasks, details } = gatheredOf(folder);
    expect(tasks).toMatchObject([
      {
        index: 0,
        submit: 100,
        start: 200,
        end: 300,
        result: 400,
        outcome: 'ok',
        tid: 11,
        submit_pid: 10,
        submit_tid: 10,
        worker_pid: 11,
        cpu_ns: 80,
        argument_ns: 5,
        result_bytes: 9,
        argument_bytes: unknown,
        by: { pid: 11, tid: 11 },
      },
    ]);
    expect(details('pools')).toEqual([{ number: 1, api: processPool, name: 'pool', pid: 10, workers: 2 }]);
    expect(details('sites')).toEqual([
      {
        number: 1,
        api: processPool,
        callable: { name: 'work', file: '/x.py', line: 3 },
        submitted_at: null,
        pool: 1,
      },
    ]);
    submitter.close();
  });

  it('is told from those of other pools by the scope, and of the same pool by the key', () => {
    const { folder, submitter, worker, task, run } = pooled();
    const other = { name: 'other', scope: '10:8', workers: 0 };
    const theirs = worker.string(other);
    for (const key of [1, 2]) task({ state: 'ok', key, submit: key });
    submitter.record({ api: processPool, pool: submitter.string(other), state: 'ok', key: 1, submit: 9 });
    worker.record({ kind: 'run', api: processPool, pool: theirs, state: 'ok', key: 1, start: 30, end: 31 });
    run({ state: 'ok', key: 2, start: 20, end: 21 });
    run({ state: 'ok', key: 1, start: 10, end: 11 });
    const { tasks } = gatheredOf(folder);
    expect(tasks).toMatchObject([
      { submit: 1, start: 10 },
      { submit: 2, start: 20 },
      { submit: 9, start: 30 },
    ]);
  });

  it('whose worker was killed is lost, and was running', () => {
    const { folder, submitter, task, run } = pooled();
    task({ state: 'error', key: 1, submit: 1, end: 50, flags: slotFlags.workerDied });
    run({ state: 'running', key: 1, start: 10, workerTid: 11 });
    submitter.end(100);
    const { tasks, failures } = gatheredOf(folder);
    expect(tasks).toMatchObject([{ outcome: 'lost', start: 10, end: unknown, tid: 11 }]);
    expect(failures).toMatchObject([{ outcome: 'lost', count: 1, first_task: 0 }]);
  });

  it('whose submitter was killed has what its worker saw of it', () => {
    const { folder, task, run } = pooled();
    for (const key of [1, 2, 3]) task({ state: 'submitted', key, submit: key });
    run({ state: 'ok', key: 1, start: 10, end: 20 });
    run({ state: 'running', key: 2, start: 21 });
    const { tasks } = gatheredOf(folder);
    expect(tasks).toMatchObject([
      { outcome: 'ok', start: 10, end: 20, result: unknown },
      { outcome: 'lost', start: 21, end: unknown },
      { outcome: 'lost', start: unknown, tid: 0 },
    ]);
  });

  it('and of which no submitter told is a task all the same', () => {
    const { folder, run } = pooled();
    run({ state: 'ok', key: 1, start: 10, end: 20 });
    const { tasks } = gatheredOf(folder);
    expect(tasks).toMatchObject([{ outcome: 'ok', submit: unknown, start: 10, end: 20 }]);
  });
});

describe('tasks that were there when the program ended', () => {
  it.each([
    [true, ['cancelled', 'lost']],
    [false, ['lost', 'lost']],
  ])('in an orderly way (%s): queued and running ones are %j', (isOrderly, expected) => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 10);
    trace.record({ state: 'submitted', submit: 1 });
    trace.record({ state: 'running', submit: 2, start: 3, workerTid: 12 });
    if (isOrderly) trace.end(50);
    const { tasks } = gatheredOf(folder);
    expect(tasks.map(({ outcome }) => outcome)).toEqual(expected);
  });
});

describe('a chunk', () => {
  const pool = 'multiprocessing.pool.Pool';

  function chunk(state: 'ok' | 'error' | 'running', steps: readonly (readonly [number, number | null])[]) {
    const { folder, submitter, worker, task, run } = pooled();
    const error = worker.string({ type: 'ValueError', message: 'no' });
    task({
      api: pool,
      state: state === 'running' ? 'submitted' : state,
      key: 1,
      submit: 5,
      items: 3,
      argumentBytes: 30,
    });
    const number = run({
      api: pool,
      state,
      key: 1,
      start: 10,
      ...(state === 'running' ? {} : { end: 40 }),
      workerTid: 11,
      argumentNs: 6,
      cpu: 9,
      ...(state === 'error' ? { error } : {}),
    });
    for (const [start, end] of steps) worker.step(number, start, end);
    submitter.end(99);
    return gatheredOf(folder);
  }

  it('is a task for each of its items, which share its number and divide its bytes', () => {
    const { tasks } = chunk('ok', [
      [10, 20],
      [20, 25],
      [25, 40],
    ]);
    expect(tasks).toMatchObject([
      {
        submit: 5,
        start: 10,
        end: 20,
        chunk: 1,
        argument_bytes: 10,
        argument_ns: 2,
        cpu_ns: unknown,
        tid: 11,
      },
      { submit: 5, start: 20, end: 25, chunk: 1, argument_bytes: 10 },
      { submit: 5, start: 25, end: 40, chunk: 1, argument_bytes: 10 },
    ]);
    expect(tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
  });

  it('that failed had its error in the item that started last; those behind it never started', () => {
    const { tasks, failures } = chunk('error', [
      [10, 20],
      [20, 25],
    ]);
    expect(tasks).toMatchObject([
      { outcome: 'ok', error: 0 },
      { outcome: 'error', end: 25 },
      { outcome: 'cancelled', start: unknown, error: 0, tid: 0 },
    ]);
    expect(failures).toEqual([
      { trial: 0, outcome: 'error', message: 'ValueError: no', count: 1, first_task: 1 },
    ]);
  });

  it('whose worker was killed lost the item that ran, and those behind it', () => {
    const { tasks } = chunk('running', [
      [10, 20],
      [20, null],
    ]);
    expect(tasks).toMatchObject([
      { outcome: 'ok', end: 20 },
      { outcome: 'lost', start: 20, end: unknown },
      { outcome: 'lost', start: unknown },
    ]);
  });
});

describe('coroutines', () => {
  it('have their steps, on the loop that ran them, in lanes of their own while they overlap', () => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 10);
    const coroutine = { api: 'asyncio.Task', state: 'ok', workerTid: 10, submitTid: 10 } as const;
    trace.record({ ...coroutine, submit: 1, start: 2, end: 90, steps: 2, longest: 5 });
    trace.record({ ...coroutine, submit: 3, start: 4, end: 10, parent: 1 });
    trace.record({ ...coroutine, submit: 3, start: 5, end: 20, parent: 1 });
    trace.record({ ...coroutine, submit: 25, start: 26, end: 30, parent: 1 });
    trace.step(1, 2, 4);
    trace.step(2, 4, 5);
    trace.step(1, 85, 90);
    const gathered = gatheredOf(folder);
    expect(gathered.rows('steps')).toEqual([
      { task: 0, pid: 10, tid: 10, start: 2, end: 4 },
      { task: 0, pid: 10, tid: 10, start: 85, end: 90 },
      { task: 1, pid: 10, tid: 10, start: 4, end: 5 },
    ]);
    expect(gathered.tasks).toMatchObject([
      { lane: 0, parent: 0, steps: 2, longest_step_ns: 5 },
      { lane: 1, parent: 1 },
      { lane: 2, parent: 1 },
      { lane: 1, parent: 1 },
    ]);
    expect(gathered.details('lanes')).toMatchObject([
      { number: 0, api: 'asyncio.Task', pool: null, pid: 10, tid: 10, name: 'coroutine 0' },
      { number: 1, name: 'coroutine 1' },
      { number: 2, name: 'coroutine 2' },
    ]);
  });
});

describe('lanes of a pool', () => {
  it('are its threads, and those of another pool are others', () => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 10);
    const pools = ['a', 'b'].map((name) => trace.string({ name, scope: name, workers: 2 }));
    const api = 'concurrent.futures.ThreadPoolExecutor';
    for (const [at, [pool, workerTid]] of [
      [0, 21],
      [0, 22],
      [0, 21],
      [1, 23],
      [1, 0],
    ].entries()) {
      const isStarted = workerTid !== 0;
      trace.record({
        api,
        pool: pools[pool ?? 0] ?? 0,
        workerTid: workerTid ?? 0,
        state: isStarted ? 'ok' : 'cancelled',
        submit: 1,
        ...(isStarted ? { start: 10 * at + 1, end: 10 * at + 5 } : {}),
      });
    }
    const { tasks, details } = gatheredOf(folder);
    expect(tasks.map((task) => Reflect.get(task, 'lane'))).toEqual([0, 1, 0, 2, 2]);
    expect(details('lanes')).toMatchObject([
      { number: 0, pool: 1, tid: 21, name: 'thread 21' },
      { number: 1, pool: 1, tid: 22 },
      { number: 2, pool: 2, tid: 23 },
    ]);
  });

  it('are there for workers that were started and never given a task', () => {
    const folder = ownFolder();
    const trace = new WrittenTrace(folder, 10);
    const pool = trace.string({ name: 'a', scope: 'a', workers: 3 });
    const api = 'concurrent.futures.ThreadPoolExecutor';
    for (const workerTid of [21, 22]) trace.record({ kind: 'worker', api, pool, workerTid, start: 1 });
    trace.record({ api, pool, workerTid: 22, state: 'ok', submit: 1, start: 2, end: 3 });
    const { tasks, details } = gatheredOf(folder);
    expect(tasks.map((task) => Reflect.get(task, 'lane'))).toEqual([1]);
    expect(details('lanes')).toMatchObject([
      { number: 0, pool: 1, tid: 21 },
      { number: 1, pool: 1, tid: 22 },
    ]);
  });
});

function gatheredOf(folder: string) {
  const gathered = joined(folder);
  return {
    tasks: gathered.tasks,
    failures: gathered.failures,
    rows: gathered.rows.bind(gathered),
    details: gathered.details.bind(gathered),
  };
}
