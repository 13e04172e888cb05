import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvTasksExporter } from '../../../../src/main/engine/export/csv-tasks.ts';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { runCorelane } from '../../../support/command-line.ts';

/** Eight calls in a pool of two, of which one fails, and three coroutines that sleep once, all under a fourth. */
const program = `
import asyncio
from concurrent.futures import ThreadPoolExecutor

def work(number):
    if number == 5:
        raise ValueError("no such thing")
    return sum(range(number * 1000))

async def fetch():
    await asyncio.sleep(0.01)

async def main():
    await asyncio.gather(fetch(), fetch(), fetch())

with ThreadPoolExecutor(2, thread_name_prefix="worker") as pool:
    for future in [pool.submit(work, number) for number in range(8)]:
        future.exception()
asyncio.run(main())
`;

/** Why nothing can be traced here; null: it can. */
function obstacle(): string | null {
  const isNewEnough = 'import sys; sys.exit(0 if sys.version_info >= (3, 8) else 1)';
  try {
    execFileSync('python3', ['-c', isNewEnough], { stdio: 'ignore' });
    return null;
  } catch {
    return 'there is no python3 of version 3.8 or later.';
  }
}

const why = obstacle();
if (why !== null) console.warn(`The questions about a traced run are skipped: ${why}`);

describe.skipIf(why !== null)('the session of a program that was traced', () => {
  const sessions = new OpenSessions();
  const queries = answerQueries(sessions);
  let session = '';

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
    writeFileSync(join(folder, 'program.py'), program);
    session = join(folder, 'run.corelane');
    const { code, stderr } = await runCorelane(
      ['profile', '--json', '--out', session, '--', 'python3', 'program.py'],
      { cwd: folder },
    );
    expect(code, stderr).toBe(0);
    return () => {
      sessions.release(session);
      rmSync(folder, { recursive: true });
    };
  }, 60_000);

  it('tells what ran where: tasks by API, and a lane for each worker of the pool and each coroutine at a time', async () => {
    const { tracing, trials } = await queries.describeSession(session);
    expect(tracing?.apis).toEqual([
      { api: 'concurrent.futures.ThreadPoolExecutor', tasks: 8, failed: 1 },
      { api: 'asyncio.Task', tasks: 4, failed: 0 },
    ]);
    expect(tracing?.pools).toMatchObject([{ workers: 2 }]);
    const coroutines = tracing?.lanes.filter(({ api }) => api === 'asyncio.Task');
    expect(coroutines).toHaveLength(4);
    expect(tracing?.laneTasks.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(12);
    expect(trials).toMatchObject([{ executor: null, workers: null }]);
  });

  it('finds the task that failed, with what it was, and parts of its time that add up to no more than all of it', async () => {
    const { tasks } = await queries.findTasks({ session, text: 'ValueError', limit: 10 });
    expect(tasks).toMatchObject([{ name: 'work', outcome: 'error' }]);
    const { traced, parts, submitNs } = await queries.taskDetails({
      session,
      trial: 0,
      index: tasks[0]?.index ?? -1,
    });
    expect(traced).toMatchObject({
      callable: { name: 'work', line: 5 },
      submittedAt: { line: 17 },
      error: { type: 'ValueError', message: 'no such thing' },
      parent: null,
    });
    expect(traced?.submitter?.pid).toBe(traced?.ranOn?.pid);
    expect(traced?.submitter?.tid).not.toBe(traced?.ranOn?.tid);
    const known = Object.values(parts ?? {}).filter((part) => part !== null);
    for (const part of known) expect(part).toBeGreaterThanOrEqual(0);
    const all = (traced?.resultAtNs ?? Number.NaN) - submitNs;
    expect(known.reduce((sum: number, part: number) => sum + part, 0)).toBeLessThanOrEqual(all + 1);
  });

  it('shows coroutines in steps that lie in their lanes, below the one that started them', async () => {
    const { endNs } = await queries.describeSession(session);
    const range = { session, fromNs: 0, toNs: endNs, limit: 100 };
    const { tasks, traced } = await queries.tasksWithin({ ...range, trial: 0 });
    const { steps, lanes } = await queries.stepsWithin(range);
    const coroutines = Array.from(tasks?.index ?? [], (index, row) => ({
      index,
      lane: tasks?.lane[row],
      steps: traced?.rows.steps[row] ?? 0,
      parent: traced?.rows.parent[row] ?? 0,
      start: tasks?.start[row] ?? Number.NaN,
      end: tasks?.end[row] ?? Number.NaN,
    })).filter((task) => task.steps > 0);
    expect(coroutines).toHaveLength(4);
    for (const { index, lane, steps: count, start, end } of coroutines) {
      const own = Array.from(steps?.task ?? []).flatMap((task, row) => (task === index ? [row] : []));
      expect(own).toHaveLength(count);
      for (const row of own) {
        expect(lanes[row]).toBe(lane);
        expect(steps?.start[row]).toBeGreaterThanOrEqual(start);
        expect(steps?.start[row]).toBeLessThanOrEqual(end);
      }
    }
    const main = coroutines.find(({ parent }) => parent === 0);
    const children = coroutines.filter(({ parent }) => parent === (main?.index ?? -1) + 1);
    expect(children.map((child) => child.steps)).toEqual([2, 2, 2]);
  });

  it('exports a row for each task, whose API and callable are known', () => {
    const reader = openSession(session);
    const pieces = Array.from(
      csvTasksExporter.chunks(reader, () => undefined),
      (piece) => Buffer.from(piece),
    );
    reader.close();
    const [header, ...records] = Buffer.concat(pieces).toString().trimEnd().split('\r\n');
    const column = header?.split(',').indexOf('callable') ?? -1;
    const counts = Object.groupBy(records, (record) => record.split(',')[column] ?? '');
    expect([counts['work']?.length, counts['fetch']?.length, counts['main']?.length]).toEqual([8, 3, 1]);
  });
});
