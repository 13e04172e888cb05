import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import type { QueryApi } from '../../../../src/main/engine/queries/query-api.ts';
import type { WorkerRow } from '../../../../src/shared/session.ts';
import { profileReport, recordSession, testFolder } from '../export/recorded-session.ts';
import type { Content } from '../export/recorded-session.ts';

const ms = 1e6;

const workerOf = (worker: number, tid: number, name: string, pid = 100): WorkerRow => ({
  worker,
  trial: 0,
  pid,
  tid,
  name,
  affinity: null,
});

const siteOf = (number: number, api: 'worker_threads.Worker' | 'piscina', pool: number | null) => ({
  number,
  api,
  callable: null,
  submitted_at: null,
  pool,
});

/**
 * A Node program with three worker threads, the second of which the program named and the last of which was made first, a worker of a Piscina
 * pool, a worker thread of another process, and a Python program of which CPU samples were taken.
 */
const program: Content = {
  header: { command: 'profile' },
  report: profileReport({}),
  threads: [
    { thread: 0, pid: 100, tid: 100, name: 'MainThread', workload: true },
    { thread: 1, pid: 100, tid: 101, name: 'WorkerThread', workload: true },
    { thread: 2, pid: 100, tid: 102, name: 'image resizer o', workload: true },
    { thread: 3, pid: 100, tid: 103, name: 'WorkerThread', workload: true },
    { thread: 4, pid: 100, tid: 104, name: 'WorkerThread', workload: true },
    { thread: 5, pid: 200, tid: 201, name: 'WorkerThread', workload: true },
    { thread: 6, pid: 300, tid: 301, name: 'corelane-cpu', workload: true },
    { thread: 7, pid: 100, tid: 105, name: 'V8Worker', workload: true },
  ],
  workers: [
    workerOf(0, 101, 'thread 101'),
    workerOf(1, 102, 'image resizer of the shop'),
    workerOf(2, 103, 'thread 103'),
    workerOf(3, 104, 'thread 104'),
    workerOf(4, 201, 'thread 201', 200),
  ],
  tasks: [
    { submit: 2 * ms, start: 3 * ms, end: 9 * ms, worker: 0, tid: 101, lane: 0 },
    { submit: 3 * ms, start: 4 * ms, end: 9 * ms, worker: 1, tid: 102, lane: 1 },
    { submit: 1 * ms, start: 4 * ms, end: 9 * ms, worker: 2, tid: 103, lane: 2 },
    { submit: 5 * ms, start: 6 * ms, end: 7 * ms, worker: 3, tid: 104, lane: 3 },
    { submit: 5 * ms, start: 6 * ms, end: 7 * ms, worker: 4, tid: 201, lane: 4 },
  ],
  traced: [
    { task: 0, site: 1, submit_pid: 100, submit_tid: 100, worker_pid: 100 },
    { task: 1, site: 1, name: 1, submit_pid: 100, submit_tid: 100, worker_pid: 100 },
    { task: 2, site: 1, submit_pid: 100, submit_tid: 100, worker_pid: 100 },
    { task: 3, site: 2, submit_pid: 100, submit_tid: 100, worker_pid: 100 },
    { task: 4, site: 1, submit_pid: 200, submit_tid: 200, worker_pid: 200 },
  ],
  slices: [101, 102, 103, 104, 201, 301, 105].map((_, at) => ({
    start: (at + 1) * ms,
    end: (at + 2) * ms,
    thread: at + 1,
    core: 0,
  })),
  details: {
    sites: [siteOf(1, 'worker_threads.Worker', null), siteOf(2, 'piscina', 1)],
    pools: [{ number: 1, api: 'piscina', name: 'piscina 1', pid: 100, workers: 1 }],
    lanes: [{ number: 3, api: 'piscina', pool: 1, pid: 100, tid: 104, name: 'piscina 1' }],
    names: [{ number: 1, text: 'image resizer of the shop' }],
    programs: [
      {
        number: 1,
        language: 'node',
        pid: 100,
        tid: 100,
        runtime: 'Node 24.0.0',
        executable: '/usr/bin/node',
        argv: ['node', 'shop.mjs'],
        orderly: true,
        dropped: 0,
      },
    ],
  },
};

async function opened(content: Content): Promise<{ readonly queries: QueryApi; readonly session: string }> {
  const session = await recordSession(join(testFolder(), 'run.corelane'), content);
  const sessions = new OpenSessions();
  onTestFinished(() => sessions.release(session));
  return { queries: answerQueries(sessions), session };
}

const named = {
  101: 'Worker 2',
  102: 'image resizer of the shop',
  103: 'Worker 1',
  104: 'piscina 1',
  201: 'Worker 1',
  301: 'CPU sampler (Corelane)',
};

describe('the threads of a traced program', () => {
  it('are called as the program calls them, else counted in the order in which their process made them', async () => {
    const { queries, session } = await opened(program);
    const { threads } = await queries.schedulingTracks(session);
    expect(Object.fromEntries(threads.map(({ tid, name }) => [tid, name]))).toEqual({
      ...named,
      105: 'V8Worker',
    });
    expect(threads.find(({ tid }) => tid === 101)?.worker?.name).toBe('Worker 2');
  });

  it('are called the same in the figures of a range, in the details of a task and beside the report', async () => {
    const { queries, session } = await opened(program);
    const { threads } = await queries.rangeSummary({ session, fromNs: 0, toNs: 20 * ms });
    expect(threads.find(({ tid }) => tid === 103)?.name).toBe('Worker 1');
    const task = await queries.taskDetails({ session, trial: 0, index: 0 });
    expect(task.traced?.ranOn?.name).toBe('Worker 2');
    const { tracing } = await queries.describeSession(session);
    expect(Object.fromEntries(tracing?.threadNames.map(({ tid, name }) => [tid, name]) ?? [])).toEqual(named);
  });

  it('keep the names that a lab gave its workers', async () => {
    const { queries, session } = await opened({
      threads: [{ thread: 0, pid: 100, tid: 101, name: 'WorkerThread', workload: true }],
      workers: [workerOf(0, 101, 'thread 0')],
      slices: [{ start: 0, end: ms, thread: 0, core: 0 }],
    });
    const { threads } = await queries.schedulingTracks(session);
    expect(threads).toMatchObject([{ name: 'WorkerThread', worker: { name: 'thread 0' } }]);
  });
});
