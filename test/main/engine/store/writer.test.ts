import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { portWriter } from '../../../../src/main/engine/store/port-writer.ts';
import { copySession, openSession } from '../../../../src/main/engine/store/reader.ts';
import type { ProcessRow } from '../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { memoryBatch, ownFolder, record, sliceBatch, taskBatch } from './sessions.ts';

const rowsIn = (path: string): number[] => {
  const reader = openSession(path);
  const times = [...reader.batches('memory')].flatMap(({ time }) => Array.from(time));
  reader.close();
  return times;
};

const command = (process: number, text: string): ProcessRow => ({
  process,
  pid: 40 + process,
  ppid: 40,
  command: text,
  workload: true,
  start: asNanoseconds(12),
  end: null,
});

describe('a session being written', () => {
  it('gives back everything that was recorded, in one file', async () => {
    const folder = ownFolder();
    const path = join(folder, 'not', 'there', 'yet.corelane');
    const writer = await record(path);
    writer.addWorkers([
      { worker: 0, trial: 0, pid: 7, tid: 8, name: 'worker 0', affinity: [0, 1] },
      { worker: 1, trial: 0, pid: 7, tid: 9, name: 'worker 1', affinity: null },
    ]);
    writer.addThreads([{ thread: 0, pid: 7, tid: 8, name: 'node', workload: true }]);
    writer.addProcesses([command(2, 'sh -c x')]);
    writer.addProcesses([
      command(2, 'x'),
      { ...command(1, 'other'), workload: false, start: null, ppid: null },
    ]);
    writer.addFailures([{ trial: 0, outcome: 'error', message: 'boom', count: 2, first_task: 5 }]);
    writer.addFailures([{ trial: 0, outcome: 'error', message: 'boom', count: 1, first_task: 3 }]);
    writer.addLogs([{ trial: 0, time: asNanoseconds(5), stream: 'stderr', text: 'a\nb'.repeat(1000) }]);
    writer.append('tasks', taskBatch([{ trial: 0, lane: 1, start: 10, end: Number.NaN }]));
    writer.append('slices', sliceBatch([{ ready: Number.NaN, start: 3, end: 4, core: 1, thread: 2 }]));
    writer.append('losses', {
      time: Float64Array.of(5),
      core: Uint16Array.of(1),
      records: Float64Array.of(9),
    });
    writer.append('cores', {
      time: Float64Array.of(1),
      core: Uint16Array.of(3),
      user_ns: Float64Array.of(1),
      system_ns: Float64Array.of(2),
      iowait_ns: Float64Array.of(3),
      steal_ns: Float64Array.of(4),
      idle_ns: Float64Array.of(Number.NaN),
    });
    await writer.finish({ complete: true });
    expect(readdirSync(join(folder, 'not', 'there'))).toEqual(['yet.corelane']);

    const reader = openSession(path);
    expect(reader.complete).toBe(true);
    expect(reader.header.origin_ns).toBe('123456789012345678');
    expect(reader.report()).toBeNull();
    expect(reader.workers().map(({ affinity }) => affinity)).toEqual([[0, 1], null]);
    expect(reader.threads()).toEqual([{ thread: 0, pid: 7, tid: 8, name: 'node', workload: true }]);
    expect(reader.processes()).toEqual([
      { ...command(1, 'other'), workload: false, start: null, ppid: null },
      command(2, 'x'),
    ]);
    expect([...reader.batches('slices')][0]).toMatchObject({
      ready: Float64Array.of(Number.NaN),
      end: Float64Array.of(4),
    });
    expect([...reader.batches('losses')][0]?.records).toEqual(Float64Array.of(9));
    expect(reader.failures()).toEqual([
      { trial: 0, outcome: 'error', message: 'boom', count: 3, first_task: 3 },
    ]);
    expect([...reader.logs()]).toEqual([{ trial: 0, time: 5, stream: 'stderr', text: 'a\nb'.repeat(1000) }]);
    expect([...reader.batches('cores')][0]?.idle_ns).toEqual(Float64Array.of(Number.NaN));
    expect(reader.count('tasks')).toBe(1);
    expect(reader.count('threads')).toBe(0);
    reader.close();
  });

  it('reads only the rows of the time range that is asked for', async () => {
    const path = join(ownFolder(), 'range.corelane');
    const writer = await record(path);
    const rows = 40_000;
    writer.append('memory', memoryBatch(Array.from({ length: rows }, (_, row) => row)));
    await writer.finish({ complete: true });
    const reader = openSession(path);
    const times = [...reader.batches('memory', { from: asNanoseconds(20_000), to: asNanoseconds(20_003) })];
    expect(times.map(({ time }) => Array.from(time))).toEqual([[20_000, 20_001, 20_002, 20_003]]);
    expect(reader.count('memory')).toBe(rows);
    reader.close();
  });

  it('is complete only when finish says so', async () => {
    const path = join(ownFolder(), 'interrupted.corelane');
    const writer = await record(path);
    await writer.finish({ complete: false });
    const reader = openSession(path);
    expect(reader.complete).toBe(false);
    reader.close();
  });

  it('takes rows from another thread through a port, and finish waits for that thread', async () => {
    const path = join(ownFolder(), 'port.corelane');
    const writer = await record(path);
    const port = writer.openPort();
    const source = `
      import { workerData } from 'node:worker_threads';
      const { portWriter } = await import(workerData.module);
      const port = portWriter(workerData.port);
      for (let row = 0; row < 500; row += 1) {
        port.append('memory', { time: Float64Array.of(row), pid: Uint32Array.of(1), rss_bytes: Float64Array.of(2) });
        if (row % 100 === 0) await new Promise((wake) => setTimeout(wake, 60));
      }
      port.addThreads([{ thread: 0, pid: 1, tid: 1, name: 'from the port', workload: true }]);
      await port.end();
    `;
    const module = new URL('../../../../src/main/engine/store/port-writer.ts', import.meta.url).href;
    const other = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
      workerData: { port, module },
      transferList: [port],
    });
    const ended = new Promise((resolve) => {
      other.once('exit', resolve);
    });
    await writer.finish({ complete: true });
    expect(await ended).toBe(0);
    expect(rowsIn(path)).toHaveLength(500);
    const reader = openSession(path);
    expect(reader.threads()[0]?.name).toBe('from the port');
    reader.close();
  });

  it('does not wait for a port whose thread died', async () => {
    const path = join(ownFolder(), 'dead-port.corelane');
    const writer = await record(path);
    const port = writer.openPort();
    const other = new Worker('setInterval(() => undefined, 1000)', {
      eval: true,
      workerData: port,
      transferList: [port],
    });
    const finished = writer.finish({ complete: true });
    await other.terminate();
    await finished;
    expect(rowsIn(path)).toEqual([]);
  });

  it('lets go of a port whose writer had gone long before', async () => {
    const { port1, port2 } = new MessageChannel();
    const port = portWriter(port2);
    const closed = new Promise((resolve) => port2.once('close', () => resolve(null)));
    port1.close();
    await closed;
    await port.end();
  });

  it('gives batches away to the writer', async () => {
    const path = join(ownFolder(), 'given.corelane');
    const writer = await record(path);
    const batch = memoryBatch([1, 2, 3]);
    writer.append('memory', batch);
    expect(batch.time.length).toBe(0);
    const port = portWriter(writer.openPort());
    expect(() => port.append('memory', { ...memoryBatch([4]), pid: new Uint32Array(2) })).toThrow(
      /different lengths/,
    );
    await port.end();
    await writer.finish({ complete: true });
    expect(rowsIn(path)).toEqual([1, 2, 3]);
  });

  it('has everything given before on disk when flushed resolves, through ports as well', async () => {
    const path = join(ownFolder(), 'flushed.corelane');
    const writer = await record(path);
    const port = portWriter(writer.openPort());
    const reader = openSession(path);
    for (let round = 1; round <= 20; round += 1) {
      port.append('memory', memoryBatch([2 * round]));
      writer.append('memory', memoryBatch([2 * round + 1]));
      port.addProcesses([command(round, `round ${round}`)]);
      await writer.flushed();
      expect(reader.count('memory')).toBe(2 * round);
      expect(reader.processes().length).toBe(round);
    }
    // Nothing new to write; several at once; one that finish overtakes.
    await Promise.all([writer.flushed(), writer.flushed()]);
    const late = writer.flushed();
    await port.end();
    await writer.finish({ complete: true });
    await late;
    await writer.flushed();
    reader.close();
  });

  it('can be read and copied while it is recorded', async () => {
    const folder = ownFolder();
    const path = join(folder, 'live.corelane');
    const writer = await record(path);
    const reader = openSession(path);
    expect(reader.count('memory')).toBe(0);
    writer.append('memory', memoryBatch([1, 2, 3]));
    while (writer.committed().memory < 3) await new Promise((wake) => setTimeout(wake, 5));
    expect(reader.count('memory')).toBe(3);
    const rows = reader.batches('memory')[Symbol.iterator]();
    copySession(path, join(folder, 'copy.corelane'));
    // Its rows are rewritten into one chunk below; a reading that has begun must not notice.
    writer.append('memory', memoryBatch([4, 5]));
    while (writer.committed().memory < 5) await new Promise((wake) => setTimeout(wake, 5));
    const read: number[] = [];
    for (let next = rows.next(); next.done !== true; next = rows.next()) read.push(...next.value.time);
    expect(read.slice(0, 3)).toEqual([1, 2, 3]);
    await writer.finish({ complete: true });
    expect(reader.complete).toBe(true);
    reader.close();
    expect(rowsIn(path)).toEqual([1, 2, 3, 4, 5]);
    expect(rowsIn(join(folder, 'copy.corelane'))).toEqual([1, 2, 3]);
  });

  it('joins the small chunks of many commits without losing their order', async () => {
    const path = join(ownFolder(), 'joined.corelane');
    const writer = await record(path);
    for (let row = 0; row < 4; row += 1) {
      writer.append('memory', memoryBatch([row]));
      while (writer.committed().memory <= row) await new Promise((wake) => setTimeout(wake, 5));
    }
    await writer.finish({ complete: true });
    expect(rowsIn(path)).toEqual([0, 1, 2, 3]);
    const database = new DatabaseSync(path, { readOnly: true });
    expect(database.prepare('SELECT count(*) AS chunks FROM chunk').get()?.['chunks']).toBe(1);
    database.close();
  });
});

/** The sentence with which a session is refused there. */
async function refusal(path: string, replace = false): Promise<string> {
  const thrown: unknown = await record(path, replace).then(
    (writer) => writer.finish({ complete: false }),
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ code: 'session-unwritable', remedy: expect.stringMatching(/\w/) });
  return thrown instanceof Error ? thrown.message : '';
}

describe('a place that cannot take a session', () => {
  it('is a folder', async () => {
    expect(await refusal(ownFolder())).toMatch(/is a folder, not a file/);
  });

  it('has a file where its folder should be', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'file'), 'x');
    expect(await refusal(join(folder, 'file', 's.corelane'))).toMatch(/folder .* cannot be created/);
    expect(await refusal('/dev/null/deeper/s.corelane')).toMatch(/cannot be created/);
  });

  it.runIf(process.platform === 'linux')('may not be written, not even by root', async () => {
    expect(await refusal('/sys/s.corelane')).toMatch(/no permission to write|read-only/);
  });

  it.runIf(process.getuid?.() !== 0)('lies in a read-only folder', async () => {
    const folder = join(ownFolder(), 'closed');
    mkdirSync(folder, { mode: 0o555 });
    expect(await refusal(join(folder, 's.corelane'))).toMatch(/no permission to write/);
  });

  it('holds a file of somebody else, which stays as it is even with replace', async () => {
    const path = join(ownFolder(), 'thesis.txt');
    writeFileSync(path, 'years of work');
    expect(await refusal(path, true)).toMatch(/is not a Corelane session/);
    expect(readFileSync(path, 'utf8')).toBe('years of work');
    const database = join(ownFolder(), 'other.db');
    const other = new DatabaseSync(database);
    other.exec('CREATE TABLE t (a)');
    other.close();
    expect(await refusal(database, true)).toMatch(/is not a Corelane session/);
  });

  it('holds a session already, unless it may be replaced', async () => {
    const path = join(ownFolder(), 'again.corelane');
    const first = await record(path);
    first.append('memory', memoryBatch([1]));
    await first.finish({ complete: true });
    expect(await refusal(path)).toMatch(/exists already/);
    expect(rowsIn(path)).toEqual([1]);
    const second = await record(path, true);
    await second.finish({ complete: true });
    expect(rowsIn(path)).toEqual([]);
  });
});
