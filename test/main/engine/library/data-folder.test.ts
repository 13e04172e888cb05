import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultSessionsFolder, newSessionPath } from '../../../../src/main/engine/library/data-folder.ts';
import { momentInName } from '../../../../src/main/engine/library/moments.ts';
import { testFolder } from '../export/recorded-session.ts';

describe('the sessions folder', () => {
  it.each([
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/corelane/sessions'],
    ['linux', {}, '/home/me/.local/share/corelane/sessions'],
    ['linux', { XDG_DATA_HOME: 'not/absolute' }, '/home/me/.local/share/corelane/sessions'],
    ['darwin', {}, '/home/me/Library/Application Support/Corelane/sessions'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/Corelane/sessions'],
  ] as const)('on %s with %j is where that system keeps data', (platform, env, folder) => {
    expect(defaultSessionsFolder({ platform, env, home: '/home/me' })).toBe(folder);
  });
});

describe('a new session', () => {
  const now = new Date(2026, 10, 21, 22, 45, 4);

  it.each([
    ['examples/primes.ts', 'primes'],
    ['C:\\work\\crunch.mjs', 'crunch'],
    ['jobs.py:crunch', 'jobs-crunch'],
    ['../../..', 'session'],
    ['naïve name*.js', 'naïve-name-'],
    [`${'long'.repeat(100)}.js`, 'long'.repeat(15)],
  ])('of %s is named after it', (task, name) => {
    expect(basename(newSessionPath(task, testFolder(), now))).toBe(`${name}-2026-11-21-224504.corelane`);
  });

  it('gets a name that is not taken, in a folder that is made', () => {
    const folder = join(testFolder(), 'a', 'b');
    const paths = [1, 2, 3].map(() => {
      const path = newSessionPath('primes.ts', folder, now);
      writeFileSync(path, '');
      return path;
    });
    expect(new Set(paths).size).toBe(3);
    expect(readdirSync(folder)).toHaveLength(3);
    for (const path of paths) expect(momentInName(basename(path, '.corelane'))).toBe(now.getTime());
  });

  it('cannot be named in a folder that cannot be made', () => {
    const file = join(testFolder(), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    expect(() => newSessionPath('primes.ts', join(file, 'sessions'), now)).toThrow(
      expect.objectContaining({ code: 'session-unwritable', remedy: expect.stringContaining('--out') }),
    );
  });
});
