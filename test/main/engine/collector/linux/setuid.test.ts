import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { SetuidAnswer } from './setuid-child.ts';

const child = fileURLToPath(new URL('setuid-child.ts', import.meta.url));
const su = '/usr/bin/su';
const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];

/** Why it cannot be tried; null when it can. */
function missing(): string | null {
  if (process.getuid?.() !== 0) return 'only root can run the recording as somebody else';
  if (!existsSync(su) || (statSync(su).mode & 0o4000) === 0)
    return `${su} is not there, or runs as whoever starts it`;
  const tried = spawnSync('setpriv', [...nobody, 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? null : (tried.error?.message ?? tried.stderr);
}

const reason = missing();
if (reason !== null) console.warn(`A program that runs as another user cannot be tried here: ${reason}`);

it.skipIf(reason !== null)(
  'a program that runs as another user is named, with what is missing of it',
  (context) => {
    const ran = spawnSync('setpriv', [...nobody, process.execPath, child], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin' },
    });
    if (ran.status !== 0) throw new Error(ran.stderr);
    const told: SetuidAnswer = JSON.parse(ran.stdout);
    if (told.mode !== 'process') return context.skip(`here everybody records in mode ${told.mode}`);
    expect(told.commands).toEqual(['sh -c su root -c true 2>/dev/null; :', 'su root -c true']);
    expect(told.warnings).toEqual([expect.stringMatching(/^su \(process \d+\) ran as another user/)]);
  },
);
