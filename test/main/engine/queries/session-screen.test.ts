import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { labReport, recordSession, trialReport } from '../export/recorded-session.ts';
import type { Content } from '../export/recorded-session.ts';

/** Two trials: an event loop with two lanes, then two threads of which the second was replaced. */
const content: Content = {
  report: labReport([
    trialReport('event-loop', 2),
    trialReport('thread-pool', 2),
    trialReport('process-pool', 1),
  ]),
  workers: [
    { worker: 0, trial: 0, pid: 40, tid: 40, name: 'event loop', affinity: [0, 1] },
    { worker: 1, trial: 1, pid: 41, tid: 42, name: 'thread 0', affinity: [0] },
    { worker: 2, trial: 1, pid: 41, tid: 0, name: 'thread 1', affinity: null },
    { worker: 3, trial: 1, pid: 41, tid: 44, name: 'thread 1', affinity: null },
  ],
  failures: [
    { trial: 1, outcome: 'error', message: 'no such file', count: 2, first_task: 1 },
    { trial: 1, outcome: 'error', message: 'too long', count: 1, first_task: 3 },
    { trial: 1, outcome: 'lost', message: 'the thread ended', count: 1, first_task: 2 },
  ],
  tasks: [
    { trial: 0, index: 0, submit: 100, start: 110, end: 200, worker: 0, lane: 0, argument_bytes: 8 },
    { trial: 0, index: 1, submit: 100, start: 120, end: 300, worker: 0, lane: 1 },
    { trial: 1, index: 0, submit: 1000, start: 1010, end: 1100, worker: 1, lane: 0 },
    { trial: 1, index: 1, submit: 1000, start: 1020, end: 1090, worker: 2, lane: 1, outcome: 'error' },
    { trial: 1, index: 2, submit: 1000, start: 1100, end: null, worker: 2, lane: 1, outcome: 'lost' },
    { trial: 1, index: 3, submit: 1000, start: 1200, end: 1300, worker: 3, lane: 1, outcome: 'error' },
    { trial: 1, index: 4, submit: 1000, start: 1310, end: 1350, worker: 3, lane: 1, outcome: 'error' },
    { trial: 1, index: 5, submit: 1000, start: null, end: null, worker: 0, lane: 0, outcome: 'cancelled' },
  ],
  memory: {
    time: Float64Array.of(50, 5000),
    pid: Uint32Array.of(40, 40),
    rss_bytes: Float64Array.of(1e6, 2e6),
  },
  logs: [
    { trial: 0, time: asNanoseconds(110), stream: 'stdout', text: 'Begun\n' },
    { trial: 1, time: asNanoseconds(1010), stream: 'stderr', text: 'a warning\n' },
    { trial: 1, time: asNanoseconds(1020), stream: 'stdout', text: 'begun again\n' },
  ],
};

const sessions = new OpenSessions();
const queries = answerQueries(sessions);
let session = '';

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
  session = await recordSession(join(folder, 'two trials.corelane'), content);
  return () => {
    sessions.release(session);
    rmSync(folder, { recursive: true });
  };
});

describe('the overview of a session', () => {
  it('tells where each trial lies and what its lanes were', async () => {
    const overview = await queries.describeSession(session);
    expect(overview).toMatchObject({ path: session, name: 'two trials', complete: true, tasks: 8 });
    expect(overview.trials).toEqual([
      {
        trial: 0,
        executor: 'event-loop',
        workers: 2,
        repeat: 1,
        fromNs: 100,
        toNs: 300,
        lanes: 2,
        laneNames: ['event loop · tid 40 · cores 0, 1', 'event loop · tid 40 · cores 0, 1'],
        laneWorkers: [0, 0],
      },
      {
        trial: 1,
        executor: 'thread-pool',
        workers: 2,
        repeat: 1,
        fromNs: 1000,
        toNs: 1350,
        lanes: 2,
        laneNames: ['thread 0 · tid 42 · core 0', ''],
        laneWorkers: [1, null],
      },
      {
        trial: 2,
        executor: 'process-pool',
        workers: 1,
        repeat: 1,
        fromNs: null,
        toNs: null,
        lanes: 0,
        laneNames: [],
        laneWorkers: [],
      },
    ]);
    expect(overview.failures).toHaveLength(3);
    expect(overview.endNs).toBe(5000);
  });
});

describe('the strips of a trial', () => {
  it('show that trial alone, when they are asked for within its range', async () => {
    const { trials } = await queries.describeSession(session);
    const groups = trials.flatMap(({ lanes, fromNs, toNs }) =>
      fromNs === null || toNs === null ? [] : [{ lanes: [...Array(lanes).keys()], fromNs, toNs }],
    );
    const strips = await queries.taskStrips({ session, width: 50, groups });
    expect(strips.map(({ from, to, tracks }) => [from, to, tracks])).toEqual([
      [100, 300, [0, 1]],
      [1000, 1350, [0, 1]],
    ]);
    for (const [trial, { dominant, count }] of strips.entries()) {
      expect(new Set(dominant.filter((holder) => holder !== 0))).toEqual(new Set([trial + 1]));
      expect(count.reduce((sum, begun) => sum + begun, 0)).toBe(trial === 0 ? 2 : 5);
    }
  });
});

const details = (trial: number, index: number) => queries.taskDetails({ session, trial, index });

const messages = async (index: number) => (await details(1, index)).failures.map(({ message }) => message);

describe('a task in full', () => {
  it('has its times, its worker and its sizes', async () => {
    expect(await details(0, 0)).toEqual({
      trial: 0,
      index: 0,
      input: 0,
      outcome: 'ok',
      submitNs: 100,
      startNs: 110,
      endNs: 200,
      queueNs: 10,
      runNs: 90,
      lane: 0,
      worker: content.workers?.[0],
      argumentBytes: 8,
      resultBytes: null,
      scheduling: null,
      traced: null,
      parts: {
        queueNs: 10,
        runningNs: null,
        runDelayNs: null,
        gilNs: null,
        loopNs: null,
        blockedNs: null,
        returnNs: null,
      },
      failures: [],
    });
  });

  it('knows no worker and no duration when it never started', async () => {
    expect(await details(1, 5)).toMatchObject({
      outcome: 'cancelled',
      startNs: null,
      endNs: null,
      queueNs: null,
      runNs: null,
      worker: null,
    });
  });

  it('tells the failure it was the first to have, else those it may have had', async () => {
    expect(await messages(1)).toEqual(['no such file']);
    expect(await messages(3)).toEqual(['too long']);
    expect(await messages(4)).toEqual(['no such file']);
    expect(await messages(2)).toEqual(['the thread ended']);
  });

  it('is refused when there is none of that number', async () => {
    await expect(details(0, 7)).rejects.toMatchObject({
      code: 'usage',
      message: `The session ${session} holds no task 7 of trial 0.`,
    });
    await expect(details(9, 0)).rejects.toMatchObject({ code: 'usage' });
  });
});

const found = async (text: string, limit = 100) => {
  const { total, tasks } = await queries.findTasks({ session, text, limit });
  return { total, tasks: tasks.map(({ trial, index }) => `${trial}/${index}`) };
};

describe('a search for tasks', () => {
  it('finds a number in every trial', async () => {
    expect(await found('#1')).toEqual({ total: 2, tasks: ['0/1', '1/1'] });
    expect(await found(' 5 ')).toEqual({ total: 1, tasks: ['1/5'] });
  });

  it('finds outcomes, and parts of the names of executors and workers', async () => {
    expect(await found('Error')).toEqual({ total: 3, tasks: ['1/1', '1/3', '1/4'] });
    expect(await found('THREAD 1')).toEqual({ total: 4, tasks: ['1/1', '1/2', '1/3', '1/4'] });
    expect(await found('-loop')).toEqual({ total: 2, tasks: ['0/0', '0/1'] });
    expect(await found('nothing of this')).toEqual({ total: 0, tasks: [] });
  });

  it('gives the first ones by start, those that never started last, and the number of all', async () => {
    expect(await found('pool', 2)).toEqual({ total: 6, tasks: ['1/0', '1/1'] });
    expect((await found('pool')).tasks.at(-1)).toBe('1/5');
    const { tasks } = await queries.findTasks({ session, text: '5', limit: 1 });
    expect(tasks).toMatchObject([{ startNs: null, endNs: null }]);
  });
});

const texts = async (parts: { trial?: number; text?: string; first?: number; count?: number }) => {
  const query = { session, trial: null, text: '', first: 0, count: 10, ...parts };
  const { total, rows } = await queries.logs(query);
  return { total, texts: rows.map(({ text }) => text.trim()) };
};

describe('what tasks printed', () => {
  it('comes in pages, of one trial or all, and only where it contains a text', async () => {
    expect(await texts({})).toEqual({ total: 3, texts: ['Begun', 'a warning', 'begun again'] });
    expect(await texts({ first: 1, count: 1 })).toEqual({ total: 3, texts: ['a warning'] });
    expect(await texts({ trial: 1 })).toEqual({ total: 2, texts: ['a warning', 'begun again'] });
    expect(await texts({ text: 'BEGUN' })).toEqual({ total: 2, texts: ['Begun', 'begun again'] });
    expect(await texts({ first: 9 })).toEqual({ total: 3, texts: [] });
  });
});
