import { copyFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openQueries } from '../../../../src/main/engine/queries/queries.ts';
import type { SessionQueries } from '../../../../src/main/engine/queries/queries.ts';
import { createSession } from '../../../../src/main/engine/store/writer.ts';
import type { RecordingWriter } from '../../../../src/main/engine/store/writer.ts';
import { CorelaneError } from '../../../../src/shared/errors.ts';
import type { TaskTableQuery } from '../../../../src/shared/session-queries.ts';
import { labReport, recordSession, taskBatch, testFolder, trialReport } from '../export/recorded-session.ts';
import { entry as writerEntry, header } from '../store/session-parts.ts';

const builtEntry = new URL('../../../../out/workers/queries.js', import.meta.url);

function ownQueries(entry: URL = builtEntry): SessionQueries {
  const queries = openQueries(entry);
  onTestFinished(() => queries.close());
  return queries;
}

const tableOf = (session: string, parts: Partial<TaskTableQuery> = {}): TaskTableQuery => ({
  session,
  filter: { trial: null, outcome: null, api: null, text: '' },
  sort: { column: 'index', descending: true },
  first: 0,
  count: 100,
  ...parts,
});

const tasks = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ submit: 0, start: index * 10, end: index * 10 + 5 }));

const sessionOf = (path: string, count: number): Promise<string> =>
  recordSession(path, { report: labReport([trialReport('thread-pool', 2)]), tasks: tasks(count) });

describe('the queries of sessions', () => {
  it('answer from a thread of their own, typed arrays included', async () => {
    const path = await sessionOf(join(testFolder(), 'run.corelane'), 3);
    const queries = ownQueries();
    const page = await queries.taskTable(tableOf(path));
    expect(page.total).toBe(3);
    expect(page.tasks.index).toEqual(Uint32Array.of(2, 1, 0));
    expect(page.tasks.start).toEqual(Float64Array.of(20, 10, 0));
    expect(await queries.findTasks({ session: path, text: '#1', limit: 5 })).toEqual({
      total: 1,
      tasks: [{ trial: 0, index: 1, lane: 0, startNs: 10, endNs: 15, outcome: 'ok', name: '' }],
    });
    expect((await queries.latency({ session: path, metric: 'run' })).configurations).toMatchObject([
      { executor: 'thread-pool', workers: 2, tasks: 3, p50Ns: 5, counts: Uint32Array.of(3) },
    ]);
  });

  it('say what is wrong with a file that cannot be read, and go on with others', async () => {
    const folder = testFolder();
    const queries = ownQueries();
    const missing = join(folder, 'missing.corelane');
    await expect(queries.describeSession(missing)).rejects.toMatchObject({
      name: 'CorelaneError',
      code: 'session-unreadable',
      message: `There is no session ${missing}.`,
      remedy: expect.stringContaining('corelane sessions'),
    });
    const foreign = join(folder, 'notes.corelane');
    writeFileSync(foreign, 'milk, eggs, bread');
    await expect(queries.describeSession(foreign)).rejects.toThrow('is not a Corelane session');
    const cut = await sessionOf(join(folder, 'cut.corelane'), 3);
    truncateSync(cut, 20_000);
    await expect(queries.taskTable(tableOf(cut))).rejects.toThrow('is damaged');
    const whole = await sessionOf(join(folder, 'whole.corelane'), 3);
    expect((await queries.describeSession(whole)).tasks).toBe(3);
  });

  it('notice a file that was replaced, or is gone', async () => {
    const folder = testFolder();
    const path = await sessionOf(join(folder, 'run.corelane'), 3);
    const other = await sessionOf(join(folder, 'other.corelane'), 5);
    const third = await sessionOf(join(folder, 'third.corelane'), 7);
    const queries = ownQueries();
    const count = async () => (await queries.taskTable(tableOf(path))).total;
    expect(await count()).toBe(3);
    renameSync(other, path);
    expect(await count()).toBe(5);
    copyFileSync(third, path);
    expect(await count()).toBe(7);
    renameSync(path, join(folder, 'elsewhere.corelane'));
    await expect(count()).rejects.toThrow(`There is no session ${path}.`);
  });

  it('answer of more sessions than they keep open', async () => {
    const folder = testFolder();
    const queries = ownQueries();
    const paths = await Promise.all(
      Array.from({ length: 7 }, (_, number) => sessionOf(join(folder, `${number}.corelane`), number + 1)),
    );
    for (const round of [1, 2]) {
      const totals = await Promise.all(
        paths.map(async (path) => (await queries.taskTable(tableOf(path))).total),
      );
      expect(totals, `round ${round}`).toEqual([1, 2, 3, 4, 5, 6, 7]);
    }
  });
});

const begin = (path: string): Promise<RecordingWriter> => createSession(path, header, { entry: writerEntry });

/** Records these and waits until they are on disk. */
async function commit(writer: RecordingWriter, count: number): Promise<void> {
  const before = writer.committed().tasks;
  writer.append('tasks', taskBatch(tasks(count)));
  await expect.poll(() => writer.committed().tasks, { interval: 10, timeout: 30_000 }).toBe(before + count);
}

describe('of a session that is being recorded, the queries', () => {
  it('see the last commit, and the end', async () => {
    const folder = testFolder();
    const path = join(folder, 'live.corelane');
    const writer = await begin(path);
    const queries = ownQueries();
    expect(await queries.describeSession(path)).toMatchObject({ complete: false, report: null, tasks: 0 });
    await commit(writer, 4);
    expect((await queries.taskTable(tableOf(path))).total).toBe(4);
    await commit(writer, 3);
    expect((await queries.taskTable(tableOf(path))).total).toBe(7);
    expect(await queries.describeSession(path)).toMatchObject({ complete: false, tasks: 7, endNs: 35 });
    writer.setReport(labReport([trialReport('thread-pool', 2)]));
    await writer.finish({ complete: true });
    expect(await queries.describeSession(path)).toMatchObject({ complete: true, trials: [{ lanes: 1 }] });
    expect(readdirSync(folder)).toEqual(['live.corelane']);
  });

  it('leave nothing but the session behind when they rename it after its end', async () => {
    const folder = testFolder();
    const path = join(folder, 'live.corelane');
    const writer = await begin(path);
    const queries = ownQueries();
    await commit(writer, 4);
    await queries.describeSession(path);
    await writer.finish({ complete: true });
    const moved = await queries.renameSession(path, 'moved');
    expect(readdirSync(folder)).toEqual(['moved.corelane']);
    expect((await queries.taskTable(tableOf(moved))).total).toBe(4);
  });
});

/** The built thread, to which an accident happens when it is asked for logs. */
function accidentProne(accident: string): URL {
  const path = join(testFolder(), 'accident.mjs');
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ m }) => { if (m === 'logs') { ${accident} } });
     await import(${JSON.stringify(builtEntry.href)});`,
  );
  return pathToFileURL(path);
}

describe('the thread of the queries', () => {
  it.each([
    ['throws', 'throw new Error("an accident")', 'an accident'],
    ['ends', 'process.exit(3)', 'it ended with code 3'],
  ])(
    'is started again after one that %s, which rejects what it had not answered',
    async (_, accident, why) => {
      const path = await sessionOf(join(testFolder(), 'run.corelane'), 3);
      const queries = ownQueries(accidentProne(accident));
      expect((await queries.describeSession(path)).tasks).toBe(3);
      const logs = { session: path, trial: null, text: '', first: 0, count: 1 };
      const both = await Promise.allSettled([queries.logs(logs), queries.describeSession(path)]);
      expect(both.map((one) => (one.status === 'rejected' ? one.reason : null))).toEqual([
        expect.any(CorelaneError),
        expect.any(CorelaneError),
      ]);
      await expect(queries.logs(logs)).rejects.toThrow(`The thread that reads sessions died (${why}).`);
      expect((await queries.describeSession(path)).tasks).toBe(3);
    },
  );

  it('ends when it is closed, and answers no more', async () => {
    const path = await sessionOf(join(testFolder(), 'run.corelane'), 3);
    const queries = openQueries(builtEntry);
    await queries.describeSession(path);
    const waiting = queries.describeSession(path);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'interrupted' });
    await queries.close();
    await refused;
    await expect(queries.describeSession(path)).rejects.toMatchObject({ code: 'interrupted' });
  });
});
