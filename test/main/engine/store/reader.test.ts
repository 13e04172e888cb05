import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noRows, streamNames } from '../../../../src/main/engine/store/format.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { detailKinds, sessionVersion } from '../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { memoryBatch, ownFolder, record } from './sessions.ts';

/** A finished session of some hundred pages. */
async function recorded(): Promise<string> {
  const path = join(ownFolder(), 'whole.corelane');
  const writer = await record(path);
  const rows = 60_000;
  writer.append('memory', {
    ...memoryBatch(Array.from({ length: rows }, (_, row) => row)),
    rss_bytes: Float64Array.from({ length: rows }, (_, row) => Math.sin(row)),
  });
  await writer.finish({ complete: true });
  return path;
}

function refusal(path: string): string {
  try {
    openSession(path).close();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'session-unreadable', remedy: expect.stringMatching(/\w/) });
    return thrown instanceof Error ? thrown.message : '';
  }
  return 'it opened';
}

describe('a file that cannot be opened as a session', () => {
  it('is not there, or is a folder', () => {
    const folder = ownFolder();
    expect(refusal(join(folder, 'none.corelane'))).toMatch(/There is no session/);
    expect(refusal(folder)).toMatch(/is a folder/);
  });

  it('is empty', () => {
    const path = join(ownFolder(), 'empty.corelane');
    writeFileSync(path, '');
    expect(refusal(path)).toMatch(/is empty/);
  });

  it('is something else', () => {
    const folder = ownFolder();
    const text = join(folder, 'notes.corelane');
    writeFileSync(text, 'not a session '.repeat(500));
    expect(refusal(text)).toMatch(/is not a Corelane session/);
    const database = join(folder, 'other.corelane');
    const other = new DatabaseSync(database);
    other.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    other.close();
    expect(refusal(database)).toMatch(/SQLite database of another program/);
  });

  it('was recorded by a newer Corelane', async () => {
    const path = await recorded();
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA user_version = ${sessionVersion + 1}`);
    database.close();
    expect(refusal(path)).toMatch(/newer Corelane: it has format 3, this one reads up to 2/);
  });

  it('was cut short, wherever', async () => {
    const path = await recorded();
    const size = readFileSync(path).length;
    const cut = join(ownFolder(), 'cut.corelane');
    const lengths = [1, 15, 16, 50, 71, 72, 99, 100, 512, 16_383, 16_384, 16_385, 40_000];
    for (let part = 1; part < 20; part += 1) lengths.push(Math.floor((size * part) / 20));
    lengths.push(size - 16_384, size - 1);
    for (const length of lengths) {
      copyFileSync(path, cut);
      truncateSync(cut, length);
      expect(`${length}: ${refusal(cut)}`).toMatch(/^\d+: The session .* is damaged: it was cut short/);
    }
  });

  it('was changed: the damage is named when its rows are read, and no wrong row is given', async () => {
    const path = await recorded();
    const bytes = readFileSync(path);
    let refused = 0;
    for (let part = 2; part < 10; part += 1) {
      const changed = Buffer.from(bytes);
      changed.fill(
        0xa5,
        Math.floor((bytes.length * part) / 10),
        Math.floor((bytes.length * part) / 10) + 600,
      );
      const target = join(ownFolder(), 'changed.corelane');
      writeFileSync(target, changed);
      try {
        const reader = openSession(target);
        const rows = [...reader.batches('memory')].flatMap(({ time, rss_bytes: sizes }) =>
          Array.from(time).filter((row, at) => sizes[at] !== Math.sin(row)),
        );
        expect(rows).toEqual([]);
        reader.close();
      } catch (thrown) {
        expect(thrown).toMatchObject({
          code: 'session-unreadable',
          message: expect.stringMatching(/is damaged/),
        });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});

describe('a session of format version 1', () => {
  it('opens and answers; it holds no slices, no processes, and threads of the workload only', () => {
    const path = join(ownFolder(), 'version-1.corelane');
    const fixture = join(import.meta.dirname, '../../../fixtures/store/version-1.corelane.zst');
    writeFileSync(path, zstdDecompressSync(readFileSync(fixture)));
    const reader = openSession(path);
    expect(reader.header).toMatchObject({ version: 1, id: 'version-1' });
    expect(reader.complete).toBe(true);
    expect(reader.report()).toMatchObject({ trials: [{ executor: 'thread-pool' }] });
    expect(reader.workers().map(({ name }) => name)).toEqual(['thread 0', 'thread 1']);
    expect(reader.threads()).toEqual([
      { thread: 0, pid: 7, tid: 8, name: 'thread 0', workload: true },
      { thread: 1, pid: 7, tid: 9, name: 'thread 1', workload: true },
    ]);
    expect(reader.processes()).toEqual([]);
    expect(detailKinds.map((kind) => reader.details(kind))).toEqual(detailKinds.map(() => []));
    expect(reader.failures()).toHaveLength(1);
    expect([...reader.logs()].map(({ text }) => text)).toEqual(['a line\n']);
    const counts = { ...noRows(), tasks: 9000, cores: 2, threads: 450, memory: 1 };
    expect(Object.fromEntries(streamNames.map((name) => [name, reader.count(name)]))).toEqual(counts);
    const ends = [...reader.batches('tasks')].flatMap(({ end }) => Array.from(end));
    expect(ends.findIndex((end, task) => end !== task * 1e6 + 1.5e6)).toBe(-1);
    const whole = { from: asNanoseconds(0), to: asNanoseconds(9e9), width: 10 };
    const lanes = reader.viewport({ ...whole, group: 'tasks', tracks: [0, 1] });
    expect(lanes.count.reduce((sum, count) => sum + count, 0)).toBe(9000);
    expect(lanes.busy[5]).toBeCloseTo(0.75, 2);
    for (const group of ['cores', 'threads', 'delays'] as const) {
      expect([...reader.viewport({ ...whole, group, tracks: [0] }).busy]).toEqual(Array(10).fill(0));
    }
    reader.close();
  });
});
