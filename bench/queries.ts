import { rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openQueries } from '../src/main/engine/queries/queries.ts';
import type { SessionQueries } from '../src/main/engine/queries/queries.ts';
import { lanes, recordLargeSession, trials } from './large-session.ts';
import { built, random } from './synthetic-session.ts';
import { taskColumns } from '../src/shared/session-queries.ts';
import type { TaskTableQuery } from '../src/shared/session-queries.ts';

/**
 * What windows wait for when a session is large: writes 1M tasks in ten trials through the real writer and asks for the
 * overview, the task table, strips and single tasks, through the built thread. Goal: the table's first page within 1 s, the next ones
 * within 5 ms.
 *
 *   npm run build && node bench/queries.ts [tasks]
 */

const tasks = Number(process.argv[2] ?? 1_000_000);
const pixels = 1600;
const repeats = 100;

const path = join(tmpdir(), `corelane-bench-${process.pid}.corelane`);

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
      filter: { trial: null, outcome: null, text: '' },
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
      filter: { trial: null, outcome: null, text: 'pool' },
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

const queries = openQueries(built('queries'));
try {
  await recordLargeSession(path, tasks);
  console.log(`${tasks} tasks, ${(statSync(path).size / 1e6).toFixed(1)} MB`);
  await ask(queries);
} finally {
  await queries.close();
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
}
