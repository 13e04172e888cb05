import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  deletedSessions,
  deleteSession,
  renameSession,
  restoreSession,
  sweepDeleted,
} from '../../../../src/main/engine/library/session-changes.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { createSession } from '../../../../src/main/engine/store/writer.ts';
import { recordSession, testFolder } from '../export/recorded-session.ts';

const record = (folder: string, name = 'run') => recordSession(join(folder, `${name}.corelane`), {});
const refused = { code: 'usage', remedy: expect.stringMatching(/\.$/) };

describe('renaming a session', () => {
  it('gives its file the name, in the same folder', async () => {
    const folder = testFolder();
    const renamed = renameSession(await record(folder), 'before the change');
    expect(renamed).toBe(join(folder, 'before the change.corelane'));
    expect(readdirSync(folder)).toEqual(['before the change.corelane']);
    expect(renameSession(renamed, 'before the change.corelane')).toBe(renamed);
  });

  it.each(['', '  ', 'a/b', 'a\\b', '../up', '.hidden', 'what?', 'line\nbreak', 'x'.repeat(300)])(
    'refuses %j',
    async (name) => {
      const path = await record(testFolder());
      expect(() => renameSession(path, name)).toThrow(expect.objectContaining(refused));
      expect(existsSync(path)).toBe(true);
    },
  );

  it('refuses a name that is taken', async () => {
    const folder = testFolder();
    const [path, other] = [await record(folder), await record(folder, 'other')];
    const before = readFileSync(other);
    expect(() => renameSession(path, 'other')).toThrow(expect.objectContaining(refused));
    expect(readFileSync(other).equals(before)).toBe(true);
  });

  it('refuses what is no session file', () => {
    const path = join(testFolder(), 'thesis.txt');
    writeFileSync(path, 'my thesis');
    expect(() => renameSession(path, 'other')).toThrow(expect.objectContaining(refused));
    expect(() => deleteSession(path)).toThrow(expect.objectContaining(refused));
    expect(existsSync(path)).toBe(true);
  });

  it('refuses a session that is being recorded', async () => {
    const path = join(testFolder(), 'run.corelane');
    const entry = new URL('../../../../src/main/engine/store/writer-worker.ts', import.meta.url);
    const header = {
      version: 1,
      id: 'x',
      command: 'lab',
      workload: { label: 'x', path: '/x' },
      started_at: '',
      origin_ns: '0',
      corelane: '0',
    } as const;
    const writer = await createSession(path, header, { entry });
    expect(() => renameSession(path, 'other')).toThrow(expect.objectContaining(refused));
    expect(() => deleteSession(path)).toThrow(expect.objectContaining(refused));
    await writer.finish({ complete: true });
    expect(existsSync(renameSession(path, 'other'))).toBe(true);
  });
});

describe('a deleted session', () => {
  it('is put aside and can be brought back as it was', async () => {
    const folder = testFolder();
    const path = await record(folder);
    const deleted = deleteSession(path);
    expect(existsSync(path)).toBe(false);
    expect(deletedSessions(folder)).toEqual([deleted]);
    restoreSession(deleted);
    openSession(path).close();
    expect(deletedSessions(folder)).toEqual([]);
    expect(() => restoreSession(deleted)).toThrow(expect.objectContaining(refused));
  });

  it('does not replace one that took its place meanwhile', async () => {
    const folder = testFolder();
    const deleted = deleteSession(await record(folder), 1_700_000_000_000);
    const again = deleteSession(await record(folder), 1_700_000_000_001);
    await record(folder);
    expect(() => restoreSession(deleted)).toThrow(expect.objectContaining(refused));
    expect(deletedSessions(folder)).toEqual([again, deleted]);
  });

  it('is removed for good after seven days', async () => {
    const folder = testFolder();
    const day = 24 * 3600 * 1000;
    const now = 1_700_000_000_000;
    deleteSession(await record(folder, 'old'), now - 8 * day);
    const fresh = deleteSession(await record(folder, 'fresh'), now - 6 * day);
    writeFileSync(join(folder, '.deleted', 'not ours.txt'), '');
    sweepDeleted(folder, now);
    expect(deletedSessions(folder)).toEqual([fresh]);
    expect(readdirSync(join(folder, '.deleted'))).toContain('not ours.txt');
  });

  it('makes room for itself: the next deletion removes for good what was put aside long ago', async () => {
    const folder = testFolder();
    deleteSession(await record(folder, 'old'), Date.now() - 8 * 24 * 3600 * 1000);
    const fresh = deleteSession(await record(folder, 'fresh'));
    expect(deletedSessions(folder)).toEqual([fresh]);
  });

  it('may be a damaged one', () => {
    const path = join(testFolder(), 'damaged.corelane');
    writeFileSync(path, 'no database '.repeat(1000));
    writeFileSync(`${path}-wal`, 'nor a log of one');
    restoreSession(deleteSession(path));
    expect(existsSync(path)).toBe(true);
  });

  it('is nothing that a window makes up', async () => {
    const folder = testFolder();
    const path = await record(folder);
    const elsewhere = { path: join(folder, 'new.corelane'), aside: path };
    expect(() => restoreSession(elsewhere)).toThrow(expect.objectContaining(refused));
    expect(existsSync(path)).toBe(true);
  });
});
