import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sessionFiles } from '../../../../src/main/engine/library/find-session.ts';
import { recordSession, testFolder } from '../export/recorded-session.ts';

it('lists the sessions beside links that lead nowhere', async () => {
  const folder = testFolder();
  const path = await recordSession(join(folder, 'run.corelane'), {});
  symlinkSync('loop.corelane', join(folder, 'loop.corelane'));
  symlinkSync('gone', join(folder, 'dangling.corelane'));
  expect(sessionFiles(folder).map((file) => file.path)).toEqual([path]);
});

it('says what is wrong with a folder of sessions that is none', () => {
  const file = join(testFolder(), 'file');
  writeFileSync(file, '');
  expect(() => sessionFiles(file)).toThrow(
    expect.objectContaining({ code: 'session-unreadable', message: expect.stringContaining(file) }),
  );
  expect(sessionFiles(`${file}.gone`)).toEqual([]);
});
