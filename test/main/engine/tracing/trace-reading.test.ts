import { describe, expect, it } from 'vitest';
import { slotFlags } from '../../../../src/shared/trace-format.ts';
import { TraceReading } from '../../../../src/main/engine/tracing/trace-reading.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { Gathered } from './joined.ts';
import { WrittenTrace } from './written-trace.ts';

/** Reads a trace whose times are long past, as those of all that settled a while ago. */
function reading() {
  const folder = ownFolder();
  const gathered = new Gathered();
  return { folder, gathered, reader: new TraceReading(folder, 0n, gathered) };
}

describe('a trace that grows', () => {
  it('gives each task once, when it has settled', () => {
    const { folder, gathered, reader } = reading();
    reader.look();
    const trace = new WrittenTrace(folder, 10);
    const first = trace.record({ state: 'running', submit: 1, start: 2 });
    trace.makeRoom(2000);
    reader.look();
    expect(reader.soFar).toEqual({ total: 0, byApi: {} });
    trace.change(first, { state: 'ok', submit: 1, start: 2, end: 3 });
    trace.record({ state: 'error', submit: 5, start: 6, end: 7 });
    reader.look();
    reader.look();
    expect(reader.soFar).toEqual({ total: 2, byApi: { 'threading.Thread': { count: 2, failed: 1 } } });
    expect(gathered.rows('tasks')).toMatchObject([
      { index: 0, start: 2 },
      { index: 1, start: 6 },
    ]);
    trace.end(9);
    finish(reader);
    expect(gathered.rows('tasks')).toHaveLength(2);
    expect(gathered.details('programs')).toMatchObject([{ number: 1, pid: 10, orderly: true }]);
  });

  it('gives what settled a moment ago later, as other fields of it may follow', () => {
    const { folder, gathered, reader } = reading();
    const now = Number(process.hrtime.bigint());
    new WrittenTrace(folder, 10).record({ state: 'ok', submit: now - 9, start: now - 5, end: now });
    reader.look();
    expect(gathered.rows('tasks')).toHaveLength(0);
    finish(reader);
    expect(gathered.rows('tasks')).toHaveLength(1);
  });

  it('is read in the end, however many tasks wait and in whatever order they settle', () => {
    const { folder, gathered, reader } = reading();
    const trace = new WrittenTrace(folder, 10);
    const count = 40_000;
    for (let task = 0; task < count; task += 1) trace.record({ submit: 1 });
    reader.look();
    const settled = new Set<number>();
    // Far apart, so that no look sees all of them.
    for (let task = 1; task <= count; task += 700) {
      trace.change(task, { state: 'ok', submit: 1, start: 2, end: 3 });
      settled.add(task);
    }
    for (let look = 0; look < 20; look += 1) reader.look();
    expect(reader.soFar.total).toBe(settled.size);
    trace.end(9);
    finish(reader);
    expect(gathered.rows('tasks')).toHaveLength(count);
    expect(reader.soFar.byApi).toEqual({ 'threading.Thread': { count, failed: count - settled.size } });
  });

  it('is handed on in parts, so that the session’s writer can be waited for, and each task once', () => {
    const { folder, gathered, reader } = reading();
    const count = 20_000;
    for (const pid of [10, 11]) {
      const trace = new WrittenTrace(folder, pid);
      for (let task = 0; task < count; task += 1) trace.record({ state: 'ok', submit: 1, start: 2, end: 3 });
      trace.end(9);
    }
    const most = 5000;
    const perBuffer = 4096;
    const looks = Array.from({ length: 30 }, () => {
      reader.look(most);
      return reader.takeHandedOn();
    });
    // Rows of two streams go in buffers.
    expect(Math.max(...looks)).toBeLessThanOrEqual(most + 3 * perBuffer);
    expect(looks.at(-1)).toBe(0);
    expect(gathered.rows('tasks')).toHaveLength(2 * count);
    finish(reader);
    expect(gathered.rows('tasks')).toHaveLength(2 * count);
  });

  it('has the number of the task within which another was submitted, whichever settles first', () => {
    const { folder, gathered, reader } = reading();
    const trace = new WrittenTrace(folder, 10);
    const outer = trace.record({ state: 'running', submit: 1, start: 2 });
    const children = 10_000;
    for (let child = 0; child < children; child += 1) {
      trace.record({ state: 'ok', submit: 3, start: 4, end: 5, parent: outer });
    }
    reader.look();
    expect(gathered.rows('traced')).toHaveLength(0);
    trace.change(outer, { state: 'ok', submit: 1, start: 2, end: 8 });
    trace.record({ state: 'ok', submit: 3, start: 4, end: 5, parent: outer });
    reader.look();
    finish(reader);
    const parents = gathered.rows('traced').map(({ task, parent }) => [task, parent]);
    expect(parents).toHaveLength(children + 2);
    expect(parents.toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
      ...Array.from({ length: children }, (_, task) => [task, children + 1]),
      [children, 0],
      [children + 1, children + 1],
    ]);
  });

  it('waits for what a worker has to say of a task', () => {
    const { folder, gathered, reader } = reading();
    const api = 'multiprocessing.pool.Pool';
    const submitter = new WrittenTrace(folder, 10);
    const worker = new WrittenTrace(folder, 11);
    const pool = { name: 'p', scope: 's', workers: 1 };
    const now = Number(process.hrtime.bigint());
    const [end, start] = [now - 1e9, now - 2e9];
    submitter.record({ api, state: 'ok', submit: start, end, key: 3, pool: submitter.string(pool) });
    reader.look();
    expect(gathered.rows('tasks')).toHaveLength(0);
    worker.record({ kind: 'run', api, state: 'ok', start, end, key: 3, pool: worker.string(pool) });
    reader.look();
    reader.look();
    expect(gathered.rows('tasks')).toMatchObject([{ start, end }]);
  });
});

describe('a worker that was killed', () => {
  it.each(['lost', 'error'] as const)(
    'leaves one task, %s for its submitter, with what it had begun',
    (state) => {
      const { folder, gathered, reader } = reading();
      const api = 'concurrent.futures.ProcessPoolExecutor';
      const submitter = new WrittenTrace(folder, 10);
      const worker = new WrittenTrace(folder, 11);
      const pool = { name: 'p', scope: 's', workers: 1 };
      const flags = state === 'error' ? slotFlags.workerDied : 0;
      submitter.record({ api, state, submit: 1, end: 9, key: 3, flags, pool: submitter.string(pool) });
      worker.record({ kind: 'run', api, state: 'running', start: 5, key: 3, pool: worker.string(pool) });
      reader.look();
      finish(reader);
      expect(gathered.tasks).toMatchObject([{ outcome: 'lost', submit: 1, start: 5, end: Number.NaN }]);
    },
  );
});

it('tells once of a task whose run was read after the task had settled', () => {
  const { folder, gathered, reader } = reading();
  const api = 'multiprocessing.Process';
  const parent = new WrittenTrace(folder, 10);
  const child = new WrittenTrace(folder, 11);
  const pool = { name: '', scope: 'process 10', workers: 0 };
  parent.record({ api, state: 'ok', submit: 1, start: 2, end: 9, key: 11, pool: parent.string(pool) });
  const run = { kind: 'run', api, start: 5, key: 11, pool: child.string(pool) } as const;
  const number = child.record({ ...run, state: 'running' });
  reader.look();
  child.change(number, { ...run, state: 'ok', end: 8 });
  finish(reader);
  expect(gathered.tasks).toMatchObject([{ outcome: 'ok', start: 2, end: 9 }]);
  expect(gathered.details('pools')).toEqual([]);
});

function finish(reader: TraceReading): void {
  for (const _ of reader.finish());
}
