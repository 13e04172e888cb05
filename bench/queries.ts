import { rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openQueries } from '../src/main/engine/queries/queries.ts';
import type { SessionQueries } from '../src/main/engine/queries/queries.ts';
import { lanes, recordLargeSession, trials } from './large-session.ts';
import { built, random, sliceBatches, syntheticHeader } from './synthetic-session.ts';
import { createSession } from '../src/main/engine/store/writer.ts';
import type { SessionHeader } from '../src/shared/session.ts';
import { taskColumns } from '../src/shared/session-queries.ts';
import type { TaskTableQuery } from '../src/shared/session-queries.ts';

/**
 * What windows wait for when a session is large: writes 1M tasks in ten trials through the real writer and asks for the
 * overview, the task table, strips and single tasks, through the built thread. Goal: the table's first page within 1 s, the next ones
 * within 5 ms. Then the same of a profile with 10M slices of 64 threads on 16 cores. Goal: its tracks, for which every slice is
 * read once, within about a second, and what is asked while zooming within a tenth of one.
 *
 *   npm run build && node bench/queries.ts [tasks [slices]]
 */

const tasks = Number(process.argv[2] ?? 1_000_000);
const slices = Number(process.argv[3] ?? 10_000_000);
const cores = 16;
const threads = 64;
const pixels = 1600;
const repeats = 100;

const path = join(tmpdir(), `corelane-bench-${process.pid}.corelane`);
/** Slices that may be on their way to the writer. */
const inFlight = 400_000;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/**
 * Times `count` calls as the engine sees them: asked in one thread, answered in another. On a busy machine only the CPU time of
 * the process is the calls' own.
 */
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
  console.log(`${name.padEnd(40)} wall ${summary(wall)}; CPU ${summary(onCpu)} (${count} calls)`);
}

function summary(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `p50 ${quantile(sorted, 0.5).toFixed(2)} ms, p95 ${quantile(sorted, 0.95).toFixed(2)} ms`;
}

/** From a whole trial to a thousandth of it, each order of magnitude as often as the next. */
const zoom = (): number => 10 ** (-3 * random());

async function ask(queries: SessionQueries): Promise<void> {
  const session = path;
  const table = (parts: Partial<TaskTableQuery>) =>
    queries.taskTable({
      session,
      filter: { trial: null, outcome: null, api: null, text: '' },
      sort: { column: 'start', descending: false },
      first: 0,
      count: 100,
      ...parts,
    });
  await measure('describeSession, opening', 10, (round) => {
    // A file that changed is opened anew.
    utimesSync(session, round, round);
    return queries.describeSession(session);
  });
  const { trials: extents } = await queries.describeSession(session);
  await measure('describeSession, open', repeats, () => queries.describeSession(session));
  for (const column of taskColumns) {
    // Both directions in turn, so that no order is the one that was kept.
    await measure(`taskTable by ${column}, first page`, 10, (round) =>
      table({ sort: { column, descending: round % 2 === 0 } }),
    );
  }
  await measure('taskTable, next pages', repeats, () => table({ first: Math.floor(random() * tasks) }));
  await measure('taskTable of one executor, first page', 10, (round) =>
    table({
      filter: { trial: null, outcome: null, api: null, text: 'pool' },
      sort: { column: 'run', descending: round % 2 === 0 },
    }),
  );
  await measure('findTasks', repeats, (round) =>
    queries.findTasks({ session, text: round % 2 === 0 ? '#4711' : 'thread 3', limit: 100 }),
  );
  const range = (trial: number, share: number) => {
    const { fromNs, toNs } = extents[trial % trials] ?? {};
    const begin = fromNs ?? 0;
    const length = ((toNs ?? 1) - begin) * share;
    const from = begin + random() * ((toNs ?? 1) - begin - length);
    return { fromNs: from, toNs: from + length };
  };
  const strip = Array.from({ length: lanes }, (_, lane) => lane);
  await measure(`taskStrips, ${lanes} lanes × ${pixels} px`, repeats, (round) =>
    queries.taskStrips({ session, width: pixels, groups: [{ lanes: strip, ...range(round, zoom()) }] }),
  );
  await measure('tasksWithin, at most 5,000', repeats, (round) =>
    queries.tasksWithin({ session, trial: round % trials, ...range(round, zoom()), limit: 5000 }),
  );
  await measure('taskDetails', repeats, (round) =>
    queries.taskDetails({ session, trial: round % trials, index: Math.floor((random() * tasks) / trials) }),
  );
  await measure('latency', 10, () => queries.latency({ session, metric: 'run' }));
}

async function recordSlices(): Promise<void> {
  const header: SessionHeader = { ...syntheticHeader(), command: 'profile' };
  const writer = await createSession(path, header, { entry: built('store-writer'), replace: true });
  writer.addThreads(
    Array.from({ length: threads }, (_, thread) => ({
      thread,
      pid: 100,
      tid: 100 + thread,
      name: `thread ${thread}`,
      workload: thread % 2 === 0,
    })),
  );
  let sent = 0;
  for (const batch of sliceBatches({ load: 'mixed', slices, cores, threads })) {
    sent += batch.core.length;
    writer.append('slices', batch);
    while (sent - writer.committed().slices > inFlight) await new Promise((wake) => setTimeout(wake, 2));
  }
  await writer.finish({ complete: true });
}

async function askOfSlices(queries: SessionQueries): Promise<void> {
  const session = path;
  await measure('schedulingTracks, opening', 3, (round) => {
    utimesSync(session, round, round);
    return queries.schedulingTracks(session);
  });
  await measure('schedulingTracks, open', repeats, () => queries.schedulingTracks(session));
  const { endNs } = await queries.describeSession(session);
  const range = (share: number) => {
    const fromNs = random() * endNs * (1 - share);
    return { session, fromNs, toNs: fromNs + endNs * share };
  };
  /** From all of it to a hundred-thousandth. */
  const anyRange = () => range(10 ** (-5 * random()));
  const tracks = {
    cores: Array.from({ length: cores }, (_, core) => core),
    threads: Array.from({ length: threads / 2 }, (_, thread) => 2 * thread),
  };
  await measure(`schedulingStrips, ${cores} + 2 × ${threads / 2} rows`, repeats, () =>
    queries.schedulingStrips({ ...anyRange(), width: pixels, ...tracks }),
  );
  await measure('slicesWithin, at most 3,000', repeats, () =>
    queries.slicesWithin({ ...anyRange(), limit: 3000, ...tracks }),
  );
  await measure(`coreDemand, ${pixels} px`, repeats, () =>
    queries.coreDemand({ ...anyRange(), width: pixels }),
  );
  await measure('rangeSummary of a hundredth', 20, () => queries.rangeSummary(range(0.01)));
  await measure('rangeSummary of everything', 3, () => queries.rangeSummary(range(1)));
}

const queries = openQueries(built('queries'));
try {
  await recordLargeSession(path, tasks);
  console.log(`${tasks} tasks, ${(statSync(path).size / 1e6).toFixed(1)} MB`);
  await ask(queries);
  await recordSlices();
  console.log(`${slices} slices, ${(statSync(path).size / 1e6).toFixed(1)} MB`);
  await askOfSlices(queries);
} finally {
  await queries.close();
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
}
