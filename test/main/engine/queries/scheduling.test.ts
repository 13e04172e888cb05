import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import type { QueryApi } from '../../../../src/main/engine/queries/query-api.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import {
  labReport,
  profileReport,
  recordSession,
  testFolder,
  trialReport,
} from '../export/recorded-session.ts';
import type { Content, SliceRow } from '../export/recorded-session.ts';
import { anySchedule } from '../scheduling/any-schedule.ts';
import type { AnySlice } from '../scheduling/any-schedule.ts';

/** Records a session and opens it for questions. */
async function opened(content: Content): Promise<{ readonly queries: QueryApi; readonly session: string }> {
  const session = await recordSession(join(testFolder(), 'run.corelane'), content);
  const sessions = new OpenSessions();
  onTestFinished(() => sessions.release(session));
  return { queries: answerQueries(sessions), session };
}

const system = { mode: 'system', reason: 'every switch', lost: 0, wakes: true } as const;
const onlyWorkload = { ...system, mode: 'process' } as const;

/** A worker of a pool and its process's main thread, and a program outside. */
const threads = [
  { thread: 0, pid: 10, tid: 10, name: 'node', workload: true },
  { thread: 1, pid: 10, tid: 11, name: 'worker', workload: true },
  { thread: 2, pid: 50, tid: 50, name: 'cron', workload: false },
  { thread: 3, pid: 50, tid: 51, name: 'cron', workload: false },
  { thread: 4, pid: 10, tid: 12, name: 'idle', workload: true },
];
const slices: readonly SliceRow[] = [
  { start: 50, end: 90, thread: 2, core: 1 },
  { start: 100, end: 200, thread: 1, core: 0, ended: 'preempted', by: 2 },
  { start: 150, end: 220, thread: 0, core: 1 },
  { start: 200, end: 260, thread: 2, core: 0 },
  { ready: 200, start: 260, end: 300, thread: 1, core: 1, ended: 'preempted', by: 3 },
  { start: 300, end: 310, thread: 3, core: 1 },
  { ready: 300, start: 310, end: 400, thread: 1, core: 1, ended: 'blocked' },
  { ready: 480, start: 500, end: 600, thread: 1, core: 0, ended: 'exited' },
];
const lab: Content = {
  report: labReport([trialReport('thread-pool', 1)], { scheduling: system }),
  threads,
  processes: [
    { process: 0, pid: 10, ppid: 1, command: 'node runner.js', workload: true, start: null, end: null },
    { process: 1, pid: 50, ppid: 1, command: 'old', workload: false, start: null, end: asNanoseconds(20) },
    {
      process: 2,
      pid: 50,
      ppid: 1,
      command: 'cron -f',
      workload: false,
      start: asNanoseconds(30),
      end: null,
    },
  ],
  workers: [{ worker: 0, trial: 0, pid: 10, tid: 11, name: 'thread 0', affinity: null }],
  slices,
  tasks: [
    { index: 0, submit: 90, start: 120, end: 550, tid: 11 },
    { index: 1, submit: 90, start: 560, end: 590, tid: 11 },
    { index: 2, submit: 90, start: 580, end: null, tid: 11, outcome: 'lost' },
    { index: 3, submit: 90, start: 700, end: 800, tid: 11 },
    { index: 4, submit: 90, start: 100, end: 110, tid: 99 },
  ],
};

describe('the tracks of a session', () => {
  it('are its cores and threads, the workload first, joined to processes and workers', async () => {
    const { queries, session } = await opened(lab);
    const tracks = await queries.schedulingTracks(session);
    expect(tracks.scheduling).toEqual(system);
    expect(tracks.cores).toEqual([0, 1]);
    expect(tracks.threads).toEqual([
      {
        thread: 1,
        pid: 10,
        tid: 11,
        name: 'worker',
        command: 'node runner.js',
        workload: true,
        worker: { worker: 0, trial: 0, name: 'thread 0' },
        firstNs: 100,
        lastNs: 600,
        onCpuNs: 330,
        slices: 4,
      },
      {
        thread: 0,
        pid: 10,
        tid: 10,
        name: 'node',
        command: 'node runner.js',
        workload: true,
        worker: null,
        firstNs: 150,
        lastNs: 220,
        onCpuNs: 70,
        slices: 1,
      },
      expect.objectContaining({ thread: 2, command: 'cron -f', workload: false, onCpuNs: 100, slices: 2 }),
      expect.objectContaining({ thread: 3, command: 'cron -f', workload: false, onCpuNs: 10, slices: 1 }),
    ]);
    expect(tracks.worthSeeing?.fromNs).toBeCloseTo(100, 0);
    expect(tracks.worthSeeing?.toNs).toBeCloseTo(600, 0);
  });

  it('are none of a session that was only sampled', async () => {
    const { queries, session } = await opened({ threads });
    expect(await queries.schedulingTracks(session)).toEqual({
      scheduling: null,
      cores: [],
      threads: [],
      worthSeeing: null,
    });
    const range = { session, fromNs: 0, toNs: 100 };
    expect(await queries.rangeSummary(range)).toMatchObject({
      threads: [],
      cores: [],
      oversubscription: null,
    });
    expect(await queries.slicesWithin({ ...range, cores: [0], threads: [0], limit: 9 })).toMatchObject({
      total: 0,
      slices: { start: new Float64Array() },
    });
    const demand = await queries.coreDemand({ ...range, width: 4 });
    expect(demand).toMatchObject({ cores: [], runnable: new Float32Array(4) });
  });

  it('have strips of what was on each core, and of when each thread ran and waited', async () => {
    const { queries, session } = await opened(lab);
    const query = { session, fromNs: 0, toNs: 600, width: 6, cores: [0, 1], threads: [1] };
    const { cores, running, delayed } = await queries.schedulingStrips(query);
    expect([...cores.dominant]).toEqual([0, 2, 3, 0, 0, 2, 3, 1, 2, 2, 0, 0]);
    expect([...running.dominant]).toEqual([0, 1, 2, 2, 0, 1]);
    expect(Array.from(delayed.busy, (busy) => Number(busy.toFixed(2)))).toEqual([0, 0, 0.6, 0.1, 0.2, 0]);
  });
});

describe('where the time of a task went', () => {
  it('is its thread on a core, waiting for one, and the rest', async () => {
    const { queries, session } = await opened(lab);
    const details = (index: number) => queries.taskDetails({ session, trial: 0, index });
    expect((await details(0)).scheduling).toEqual({
      onCpuNs: 80 + 40 + 90 + 50,
      runDelayNs: 60 + 10 + 20,
      blockedNs: 80,
      cores: [0, 1],
      migrations: 2,
      preemptedBy: [{ name: 'cron', pid: 50, count: 2 }],
      shared: false,
    });
    expect((await details(1)).scheduling).toMatchObject({ onCpuNs: 30, preemptedBy: [], shared: true });
  });

  it('is not known without an end, without a slice, and of a thread nobody recorded', async () => {
    const { queries, session } = await opened(lab);
    for (const index of [2, 3, 4]) {
      expect((await queries.taskDetails({ session, trial: 0, index })).scheduling).toBeNull();
    }
    const sampled = await opened({ ...lab, slices: [] });
    const task = await sampled.queries.taskDetails({ session: sampled.session, trial: 0, index: 0 });
    expect(task.scheduling).toBeNull();
  });

  it('names who took the core as not known where only the workload was recorded', async () => {
    const { queries, session } = await opened({
      ...lab,
      slices: slices
        .filter(({ thread }) => thread < 2)
        .map((slice) => Object.assign({}, slice, { by: null })),
    });
    const { scheduling } = await queries.taskDetails({ session, trial: 0, index: 0 });
    expect(scheduling?.preemptedBy).toEqual([{ name: 'not known', pid: 0, count: 2 }]);
  });
});

describe('the summary of a range', () => {
  it('adds up threads, cores and trials', async () => {
    const { queries, session } = await opened(lab);
    const summary = await queries.rangeSummary({ session, fromNs: 150, toNs: 350 });
    expect(summary.threads).toEqual([
      {
        thread: 1,
        pid: 10,
        tid: 11,
        name: 'worker',
        workload: true,
        onCpuNs: 130,
        runDelayNs: 70,
        blocked: 0,
        preempted: 2,
        migrations: 1,
      },
      expect.objectContaining({ thread: 0, onCpuNs: 70, runDelayNs: 0, blocked: 1, preempted: 0 }),
      expect.objectContaining({ thread: 2, workload: false, onCpuNs: 60, blocked: 1 }),
      expect.objectContaining({ thread: 3, workload: false, onCpuNs: 10 }),
    ]);
    expect(summary.cores).toEqual([
      { core: 0, workloadNs: 50, othersNs: 60, idleNs: 90, switches: 2 },
      { core: 1, workloadNs: 150, othersNs: 10, idleNs: 40, switches: 3 },
    ]);
    expect(summary.trials).toEqual([{ trial: 0, tasks: 1, ended: 0 }]);
    expect(summary.oversubscription).toBeCloseTo((130 + 70 + 70) / 200 / 2, 12);
  });

  it('does not know what others did where only the workload was recorded', async () => {
    const { queries, session } = await opened({
      ...lab,
      report: labReport([trialReport('thread-pool', 1)], { scheduling: onlyWorkload }),
      slices: slices.filter(({ thread }) => thread < 2),
    });
    const { cores } = await queries.rangeSummary({ session, fromNs: 100, toNs: 200 });
    expect(cores).toEqual([
      { core: 0, workloadNs: 100, othersNs: null, idleNs: null, switches: 1 },
      { core: 1, workloadNs: 50, othersNs: null, idleNs: null, switches: 0 },
    ]);
    const demand = await queries.coreDemand({ session, fromNs: 100, toNs: 200, width: 2 });
    expect([...demand.workload]).toEqual([1, 1, 0, 1]);
    expect([...demand.others]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect([...demand.runnable]).toEqual([1, 2]);
  });

  it('refuses a range that is none', async () => {
    const { queries, session } = await opened(lab);
    await expect(queries.rangeSummary({ session, fromNs: 5, toNs: 5 })).rejects.toThrow(
      'cannot be summed up',
    );
    await expect(queries.coreDemand({ session, fromNs: 0, toNs: 5, width: 0 })).rejects.toThrow('in 0 parts');
  });
});

describe('the demand for cores', () => {
  it('is exact for a few slices', async () => {
    const { queries, session } = await opened(lab);
    const { workload, others, runnable } = await queries.coreDemand({
      session,
      fromNs: 0,
      toNs: 600,
      width: 6,
    });
    expect([...workload]).toEqual([0, 1, 0, 0, 0, 1, 0, 0.5, 0.6, 0.9, 0, 0].map(Math.fround));
    expect([...others]).toEqual([0, 0, 0.6, 0, 0, 0, 0.4, 0, 0, 0.1, 0, 0].map(Math.fround));
    expect([...runnable]).toEqual([0, 1.5, 1.2, 1, 0.2, 1].map(Math.fround));
  });

  it('comes from sums for many, and from slices again for a short range of them', async () => {
    const { queries, session } = await opened({ slices: many });
    const whole = await queries.coreDemand({ session, fromNs: 0, toNs: 60e6, width: 10 });
    for (const share of whole.others) expect(share).toBeCloseTo(0.45, 3);
    const part = await queries.coreDemand({ session, fromNs: 2000, toNs: 4000, width: 4 });
    expect([...part.others]).toEqual([1, 0.8, 0, 0, 0, 0, 1, 0.8].map(Math.fround));
  });
});

/** Two cores in turn, a microsecond each. */
const many = Array.from({ length: 60_000 }, (_, at): SliceRow => {
  return { start: at * 1000, end: at * 1000 + 900, thread: 0, core: at % 2 };
});

describe('the slices within a range', () => {
  const anyQuery = fc.record({
    fromNs: fc.nat(120),
    length: fc.integer({ min: 1, max: 80 }),
    cores: fc.uniqueArray(fc.nat(2)),
    threads: fc.uniqueArray(fc.nat(3)),
    limit: fc.nat(20),
  });

  it('are those on the cores and of the threads, each once and by start, or their number', async () => {
    const schedule = fc
      .sample(anySchedule, { numRuns: 10, seed: 3 })
      .reduce((longest, next) => (next.length > longest.length ? next : longest));
    const { queries, session } = await opened({ slices: schedule.map(asRow) });
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ fromNs, length, cores, threads: wanted, limit }) => {
        const toNs = fromNs + length;
        const found = await queries.slicesWithin({ session, fromNs, toNs, cores, threads: wanted, limit });
        const expected = schedule.filter(
          ({ ready, start, end, core, thread }) =>
            end >= fromNs &&
            ((cores.includes(core) && start <= toNs) ||
              (wanted.includes(thread) && Math.min(ready ?? start, start) <= toNs)),
        );
        if (expected.length > limit) {
          expect(found.slices).toBeNull();
          expect(found.total).toBeGreaterThan(limit);
          return;
        }
        const { start, thread, core } = found.slices ?? empty;
        expect(found.total).toBe(expected.length);
        expect(Array.from(start, (at, row) => [at, thread[row], core[row]])).toEqual(
          expected
            .toSorted((a, b) => a.start - b.start)
            .map((slice) => [slice.start, slice.thread, slice.core]),
        );
      }),
    );
  });

  it('are not read when the strips tell that they are far too many', async () => {
    const { queries, session } = await opened({ slices: many });
    const query = { session, fromNs: 0, toNs: 60e6, cores: [0, 1], threads: [0], limit: 100 };
    expect(await queries.slicesWithin(query)).toEqual({ total: 60_000, slices: null });
    const few = await queries.slicesWithin({ ...query, fromNs: 10e6, toNs: 10e6 + 49_999 });
    expect(few.total).toBe(50);
  });
});

const asRow = ({ ready, start, end, core, thread, ended, by }: AnySlice): SliceRow => {
  return { ready, start, end, core, thread, ended, by: by - 1 };
};

const empty = { start: [], thread: [], core: [] };

describe('a profile, which has no trials', () => {
  it('answers every question', async () => {
    const { queries, session } = await opened({
      ...lab,
      header: { command: 'profile' },
      report: profileReport(),
      workers: [],
      tasks: [],
      logs: [{ trial: 0, time: asNanoseconds(7), stream: 'stdout', text: 'hello\n' }],
    });
    expect(await queries.describeSession(session)).toMatchObject({
      header: { command: 'profile' },
      report: { command: 'profile', exit: { code: 0 } },
      trials: [],
      failures: [],
      tasks: 0,
      endNs: 600,
    });
    expect((await queries.schedulingTracks(session)).threads).toHaveLength(4);
    const range = { session, fromNs: 0, toNs: 600 };
    expect((await queries.rangeSummary(range)).trials).toEqual([]);
    expect((await queries.latency({ session, metric: 'run' })).configurations).toEqual([]);
    expect((await queries.findTasks({ session, text: 'pool', limit: 5 })).total).toBe(0);
    const table = await queries.taskTable({
      session,
      filter: { trial: null, outcome: null, api: null, text: 'x' },
      sort: { column: 'run', descending: true },
      first: 0,
      count: 10,
    });
    expect(table.total).toBe(0);
    expect((await queries.logs({ session, trial: null, text: '', first: 0, count: 5 })).rows).toHaveLength(1);
    expect((await queries.coreLoad({ ...range, width: 3 })).cores).toEqual([]);
    expect(await queries.taskStrips({ session, width: 3, groups: [] })).toEqual([]);
  });
});
