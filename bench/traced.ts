import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openQueries } from '../src/main/engine/queries/queries.ts';
import type { SessionQueries } from '../src/main/engine/queries/queries.ts';
import { createSession } from '../src/main/engine/store/writer.ts';
import type { TaskTableQuery } from '../src/shared/session-queries.ts';
import { batchRows, built, random, syntheticHeader, taskBatches } from './synthetic-session.ts';

/**
 * What windows and exports wait for when a traced program had a million tasks: a third of them coroutines of four steps, of twenty
 * callables, with names for a tenth. Goal: what is asked for the first time within some seconds, and everything then in tens of
 * milliseconds; exports of at least 200,000 tasks a second.
 *
 *   npm run build && node bench/traced.ts [tasks]
 */

const tasks = Number(process.argv[2] ?? 1_000_000);
const lanes = 64;
const sites = 20;
const names = 100_000;
const stepsOfEach = 4;
const longNs = 60e9;
/** Rows that may be on their way to the writer. */
const inFlight = 400_000;
const script = '/home/somebody/program.py';

const isCoroutine = (task: number): boolean => task % 3 === 0;

async function record(path: string): Promise<void> {
  const header = { ...syntheticHeader(), command: 'profile' } as const;
  const writer = await createSession(path, header, { entry: built('store-writer') });
  const threads = Array.from({ length: lanes }, (_, lane) => ({ thread: lane, pid: 4000, tid: 4000 + lane }));
  writer.addThreads(
    threads.map((thread) => Object.assign({ name: `thread ${thread.thread}`, workload: true }, thread)),
  );
  writer.addWorkers(
    threads.map(({ thread, pid, tid }) => ({
      worker: thread,
      trial: 0,
      pid,
      tid,
      name: `worker ${thread}`,
      affinity: null,
    })),
  );
  writer.addDetails(
    'sites',
    Array.from({ length: sites }, (_, site) => ({
      number: site + 1,
      api: site % 3 === 0 ? 'asyncio.Task' : 'concurrent.futures.ThreadPoolExecutor',
      callable: { name: `work_${site}`, file: script, line: site },
      submitted_at: { name: 'main', file: script, line: 100 + site },
      pool: null,
    })),
  );
  writer.addDetails(
    'names',
    Array.from({ length: names }, (_, name) => ({ number: name + 1, text: `request ${name}` })),
  );
  for (const batch of taskBatches({ tasks, trials: 1, lanes, trialNs: longNs })) {
    const rows = batch.index.length;
    const steps = { task: new Uint32Array(0), start: new Float64Array(0), end: new Float64Array(0) };
    const coroutines = batch.index.filter(isCoroutine);
    steps.task = Uint32Array.from({ length: coroutines.length * stepsOfEach }, (_, at) => {
      return coroutines[Math.floor(at / stepsOfEach)] ?? 0;
    });
    const first = batch.index[0] ?? 0;
    const within = (at: number, share: number): number => {
      const row = (steps.task[at] ?? 0) - first;
      const start = batch.start[row] ?? 0;
      return Math.round(start + ((batch.end[row] ?? 0) - start) * share);
    };
    steps.start = Float64Array.from(steps.task, (_, at) => within(at, (at % stepsOfEach) / stepsOfEach));
    steps.end = Float64Array.from(steps.task, (_, at) =>
      within(at, ((at % stepsOfEach) + 0.5) / stepsOfEach),
    );
    const time = () => Float64Array.from({ length: rows }, () => Math.floor(random() * 1e6));
    writer.append('traced', {
      task: batch.index.slice(),
      site: Uint32Array.from(batch.index, (task) => 1 + (task % sites)),
      name: Uint32Array.from(batch.index, (task) => (task % 10 === 0 ? 1 + (task % names) : 0)),
      error: new Uint32Array(rows),
      parent: new Uint32Array(rows),
      chunk: new Uint32Array(rows),
      flags: new Uint8Array(rows),
      submit_pid: new Uint32Array(rows).fill(4000),
      submit_tid: new Uint32Array(rows).fill(4000),
      worker_pid: new Uint32Array(rows).fill(4000),
      result: Float64Array.from(batch.end, (end) => end + 1000),
      cpu_ns: time(),
      argument_ns: time(),
      result_ns: time(),
      steps: Uint32Array.from(batch.index, (task) => (isCoroutine(task) ? stepsOfEach : 0)),
      longest_step_ns: time(),
    });
    writer.append('steps', {
      ...steps,
      pid: new Uint32Array(steps.task.length).fill(4000),
      tid: new Uint32Array(steps.task.length).fill(4000),
    });
    writer.append('tasks', batch);
    const sent = first + batchRows;
    while (sent - writer.committed().tasks > inFlight) await new Promise((wake) => setTimeout(wake, 2));
  }
  await writer.finish({ complete: true });
}

/** On a busy machine only the CPU time of the process is the calls' own. */
async function measure(
  name: string,
  count: number,
  call: (round: number) => Promise<unknown>,
): Promise<void> {
  const wall: number[] = [];
  const onCpu: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const before = process.cpuUsage();
    const begin = performance.now();
    await call(round);
    wall.push(performance.now() - begin);
    const { user, system } = process.cpuUsage(before);
    onCpu.push((user + system) / 1000);
  }
  console.log(`${name.padEnd(44)} wall ${summary(wall)}; CPU ${summary(onCpu)} (${count} calls)`);
}

function summary(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

/** From all of it to a hundred-thousandth, each order of magnitude as often as the next. */
const zoom = (): number => 10 ** (-5 * random());

async function ask(queries: SessionQueries, session: string): Promise<void> {
  const table = (parts: Partial<TaskTableQuery>) =>
    queries.taskTable({
      session,
      filter: { trial: null, outcome: null, api: null, text: '' },
      sort: { column: 'start', descending: false },
      first: 0,
      count: 100,
      ...parts,
    });
  const opening = (round: number): void => utimesSync(session, round + 1, round + 1);
  await measure('describeSession, opening', 3, (round) => {
    opening(round);
    return queries.describeSession(session);
  });
  await measure('taskTable, opening', 3, (round) => {
    opening(round + 10);
    return table({});
  });
  for (const column of ['api', 'name', 'callable', 'cpu'] as const) {
    await measure(`taskTable by ${column}, first page`, 6, (round) =>
      table({ sort: { column, descending: round % 2 === 0 } }),
    );
  }
  const filter = { trial: null, outcome: null, api: null, text: '' };
  await measure('taskTable of one API, first page', 6, (round) =>
    table({
      filter: { ...filter, api: 'asyncio.Task' },
      sort: { column: 'cpu', descending: round % 2 === 0 },
    }),
  );
  await measure('taskTable, next pages', 50, () => table({ first: Math.floor(random() * tasks) }));
  await measure('findTasks by name', 10, (round) =>
    queries.findTasks({ session, text: round % 2 === 0 ? 'request 4711' : 'work_7', limit: 100 }),
  );
  const range = (share: number) => {
    const fromNs = random() * longNs * (1 - share);
    return { session, fromNs, toNs: fromNs + longNs * share };
  };
  await measure('tasksWithin, at most 5,000', 50, () =>
    queries.tasksWithin({ ...range(zoom()), trial: 0, limit: 5000 }),
  );
  await measure('stepsWithin, at most 5,000', 50, () =>
    queries.stepsWithin({ ...range(zoom()), limit: 5000 }),
  );
  await measure('taskDetails', 50, () =>
    queries.taskDetails({ session, trial: 0, index: Math.floor(random() * tasks) }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
const queries = openQueries(built('queries'));
try {
  const session = join(folder, 'traced.corelane');
  await record(session);
  console.log(`${tasks} traced tasks, ${(statSync(session).size / 1e6).toFixed(1)} MB`);
  await ask(queries, session);
  console.log(`peak RSS ${(process.resourceUsage().maxRSS / 1000).toFixed(0)} MB, recording and asking`);
  for (const format of ['csv-tasks', 'chrome', 'json']) {
    const output = join(folder, 'export');
    const child = fork(new URL('export.ts', import.meta.url), [format, session, output]);
    const [measured]: unknown[] = await once(child, 'message');
    console.log(format, measured, `${(statSync(output).size / 1e6).toFixed(0)} MB written`);
    rmSync(output);
  }
} finally {
  await queries.close();
  rmSync(folder, { recursive: true });
}
