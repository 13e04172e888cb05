import { profileReport } from '../main/engine/export/recorded-session.ts';
import type { Content } from '../main/engine/export/recorded-session.ts';
import { asNanoseconds } from '../../src/shared/units.ts';

/** Milliseconds in nanoseconds, as the rows have them. */
const ms = (milliseconds: number): number => Math.round(milliseconds * 1e6);

const script = '/home/ada/script.py';
const place = (name: string, line: number, file = script) => ({ name, file, line });

/**
 * What a session holds of a traced Python program that uses a thread pool of two, a process pool, a chunked `Pool.map` and two coroutines,
 * with the slices of its threads: for `recordSession`.
 *
 * | task | what | ran on | ms |
 * |---|---|---|---|
 * | 0 | `work`, ThreadPoolExecutor | tid 101, lane 0 | submitted 1, ran 2–6, result 6.5 |
 * | 1 | `work`, fails | tid 102, lane 1 | submitted 1.1, ran 2.1–8 (blocked 4.1–6.9, mostly for the GIL), result 8.2 |
 * | 2 | `crunch`, ProcessPoolExecutor, submitted by task 0 | pid 200, lane 2 | submitted 3, ran 10–18, result 19 |
 * | 3 | coroutine `fetch`, named Task-2 | loop of tid 100, lane 3 | submitted 20, steps 21–22, 28–30 |
 * | 4 | coroutine `fetch` | the same loop, lane 4 | submitted 20.1, steps 22–23, 25–28 |
 * | 5, 6 | `square`, two items of one chunk | pid 200, lane 2 | submitted 31, ran 32–33 and 33–34 |
 * | 7 | `work`, cancelled before it started | | submitted 35 |
 */
export const tracedProgram: Content = {
  header: {
    command: 'profile',
    workload: { label: 'python3 script.py', path: script },
  },
  report: profileReport({ argv: ['python3', script] }),
  processes: [
    { process: 0, pid: 100, ppid: 1, command: `python3 ${script}`, workload: true, start: null, end: null },
    {
      process: 1,
      pid: 200,
      ppid: 100,
      command: `python3 ${script}`,
      workload: true,
      start: asNanoseconds(ms(9)),
      end: asNanoseconds(ms(36)),
    },
  ],
  threads: [
    { thread: 0, pid: 100, tid: 100, name: 'python3', workload: true },
    { thread: 1, pid: 100, tid: 101, name: 'python3', workload: true },
    { thread: 2, pid: 100, tid: 102, name: 'python3', workload: true },
    { thread: 3, pid: 200, tid: 200, name: 'python3', workload: true },
  ],
  workers: [
    { worker: 0, trial: 0, pid: 100, tid: 101, name: 'ThreadPoolExecutor-0_0', affinity: null },
    { worker: 1, trial: 0, pid: 100, tid: 102, name: 'ThreadPoolExecutor-0_1', affinity: null },
    { worker: 2, trial: 0, pid: 200, tid: 200, name: 'SpawnProcess-1', affinity: null },
    { worker: 3, trial: 0, pid: 100, tid: 100, name: 'MainThread', affinity: null },
  ],
  failures: [{ trial: 0, outcome: 'error', message: 'ValueError: no such thing', count: 1, first_task: 1 }],
  tasks: [
    { submit: ms(1), start: ms(2), end: ms(6), worker: 0, lane: 0, tid: 101 },
    { submit: ms(1.1), start: ms(2.1), end: ms(8), worker: 1, lane: 1, tid: 102, outcome: 'error' },
    {
      submit: ms(3),
      start: ms(10),
      end: ms(18),
      worker: 2,
      lane: 2,
      tid: 200,
      argument_bytes: 4096,
      result_bytes: 64,
    },
    { submit: ms(20), start: ms(21), end: ms(30), worker: 3, lane: 3, tid: 100 },
    { submit: ms(20.1), start: ms(22), end: ms(28), worker: 3, lane: 4, tid: 100 },
    { submit: ms(31), start: ms(32), end: ms(33), worker: 2, lane: 2, tid: 200, argument_bytes: 20 },
    { submit: ms(31), start: ms(33), end: ms(34), worker: 2, lane: 2, tid: 200, argument_bytes: 20 },
    { submit: ms(35), start: null, end: null, outcome: 'cancelled' },
  ],
  traced: [
    {
      task: 0,
      site: 1,
      submit_pid: 100,
      submit_tid: 100,
      worker_pid: 100,
      result: ms(6.5),
      cpu_ns: ms(3.4),
    },
    {
      task: 1,
      site: 1,
      error: 2,
      flags: 2,
      submit_pid: 100,
      submit_tid: 100,
      worker_pid: 100,
      result: ms(8.2),
      cpu_ns: ms(3),
    },
    {
      task: 2,
      site: 2,
      parent: 1,
      submit_pid: 100,
      submit_tid: 101,
      worker_pid: 200,
      result: ms(19),
      cpu_ns: ms(7.9),
      argument_ns: ms(0.2),
      result_ns: ms(0.1),
    },
    {
      task: 3,
      site: 3,
      name: 1,
      submit_pid: 100,
      submit_tid: 100,
      worker_pid: 100,
      steps: 2,
      longest_step_ns: ms(2),
    },
    { task: 4, site: 3, submit_pid: 100, submit_tid: 100, worker_pid: 100, steps: 2, longest_step_ns: ms(3) },
    { task: 5, site: 4, chunk: 1, submit_pid: 100, submit_tid: 100, worker_pid: 200, result: ms(35) },
    { task: 6, site: 4, chunk: 1, submit_pid: 100, submit_tid: 100, worker_pid: 200, result: ms(35) },
    { task: 7, site: 1, submit_pid: 100, submit_tid: 100 },
  ],
  steps: [
    { task: 3, pid: 100, tid: 100, start: ms(21), end: ms(22) },
    { task: 4, pid: 100, tid: 100, start: ms(22), end: ms(23) },
    { task: 4, pid: 100, tid: 100, start: ms(25), end: ms(28) },
    { task: 3, pid: 100, tid: 100, start: ms(28), end: ms(30) },
  ],
  spans: [
    { kind: 'gc', name: 3, pid: 100, tid: 100, start: ms(0.8), end: ms(1) },
    { kind: 'mark', name: 4, pid: 100, tid: 100, start: ms(20), end: ms(20) },
    { kind: 'measure', name: 5, pid: 200, tid: 200, start: ms(10), end: ms(12) },
  ],
  loops: [
    { pid: 100, tid: 100, start: ms(20), end: ms(25), active_ns: ms(3), longest_delay_ns: ms(0.5) },
    { pid: 100, tid: 100, start: ms(25), end: ms(30), active_ns: ms(5), longest_delay_ns: ms(3) },
  ],
  waits: [
    { time: ms(4.1), thread: 2, state: 'running' },
    { time: ms(5), thread: 2, state: 'gil' },
    { time: ms(5.5), thread: 2, state: 'gil' },
    { time: ms(6), thread: 2, state: 'gil' },
    { time: ms(6.9), thread: 2, state: 'io' },
  ],
  // In order of their ends, as they are recorded.
  slices: [
    { start: ms(0), end: ms(2.05), thread: 0, core: 0 },
    { ready: ms(1.9), start: ms(2), end: ms(4), thread: 1, core: 1, ended: 'preempted' },
    { ready: ms(2.05), start: ms(2.1), end: ms(4.1), thread: 2, core: 0 },
    { ready: ms(4), start: ms(4.5), end: ms(6), thread: 1, core: 1 },
    { ready: ms(6.9), start: ms(7), end: ms(8), thread: 2, core: 0, waker: 1 },
    { start: ms(10), end: ms(18), thread: 3, core: 1 },
    { start: ms(20), end: ms(23), thread: 0, core: 0 },
    { ready: ms(24.8), start: ms(25), end: ms(30), thread: 0, core: 0 },
    { start: ms(32), end: ms(34), thread: 3, core: 1, ended: 'exited' },
  ],
  details: {
    sites: [
      {
        number: 1,
        api: 'concurrent.futures.ThreadPoolExecutor',
        callable: place('work', 3),
        submitted_at: place('main', 10),
        pool: 1,
      },
      {
        number: 2,
        api: 'concurrent.futures.ProcessPoolExecutor',
        callable: place('crunch', 6),
        submitted_at: place('work', 4),
        pool: 2,
      },
      {
        number: 3,
        api: 'asyncio.Task',
        callable: place('fetch', 20, '/home/ada/net.py'),
        submitted_at: null,
        pool: null,
      },
      {
        number: 4,
        api: 'multiprocessing.pool.Pool',
        callable: place('square', 8),
        submitted_at: place('main', 22),
        pool: 3,
      },
    ],
    pools: [
      {
        number: 1,
        api: 'concurrent.futures.ThreadPoolExecutor',
        name: 'ThreadPoolExecutor-0',
        pid: 100,
        workers: 2,
      },
      {
        number: 2,
        api: 'concurrent.futures.ProcessPoolExecutor',
        name: 'ProcessPoolExecutor-1',
        pid: 100,
        workers: 1,
      },
      { number: 3, api: 'multiprocessing.pool.Pool', name: 'Pool-1', pid: 100, workers: null },
    ],
    lanes: [
      {
        number: 0,
        api: 'concurrent.futures.ThreadPoolExecutor',
        pool: 1,
        pid: 100,
        tid: 101,
        name: 'ThreadPoolExecutor-0_0',
      },
      {
        number: 1,
        api: 'concurrent.futures.ThreadPoolExecutor',
        pool: 1,
        pid: 100,
        tid: 102,
        name: 'ThreadPoolExecutor-0_1',
      },
      {
        number: 2,
        api: 'concurrent.futures.ProcessPoolExecutor',
        pool: 2,
        pid: 200,
        tid: 200,
        name: 'SpawnProcess-1',
      },
      { number: 3, api: 'asyncio.Task', pool: null, pid: 100, tid: 100, name: 'coroutine 0' },
      { number: 4, api: 'asyncio.Task', pool: null, pid: 100, tid: 100, name: 'coroutine 1' },
    ],
    programs: [
      {
        number: 1,
        language: 'python',
        pid: 100,
        tid: null,
        runtime: 'CPython 3.13.0',
        executable: '/usr/bin/python3',
        argv: ['python3', script],
        orderly: true,
        dropped: 0,
      },
      {
        number: 2,
        language: 'python',
        pid: 200,
        tid: null,
        runtime: 'CPython 3.13.0',
        executable: '/usr/bin/python3',
        argv: ['python3', '-c', 'from multiprocessing.spawn import spawn_main'],
        orderly: false,
        dropped: 0,
      },
    ],
    names: [
      { number: 1, text: 'Task-2' },
      { number: 2, text: 'ValueError: no such thing' },
      { number: 3, text: 'gc of generation 2' },
      { number: 4, text: 'checkpoint' },
      { number: 5, text: 'parsing' },
    ],
  },
};
