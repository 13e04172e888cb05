import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import { momentForName } from './moments.ts';

export const sessionExtension = '.corelane';

/** What decides where the user's data lies; a process' own by default. */
export interface UserPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

export const userPlace = (): UserPlace => ({ platform: process.platform, env: process.env, home: homedir() });

/**
 * The folder of sessions unless the settings name another: where the operating system wants a user's data. XDG_DATA_HOME
 * counts only when it is absolute, as its specification says.
 */
export function defaultSessionsFolder({ platform, env, home }: UserPlace = userPlace()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Corelane', 'sessions');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Corelane', 'sessions');
  }
  const data = env['XDG_DATA_HOME'] ?? '';
  return join(isAbsolute(data) ? data : join(home, '.local', 'share'), 'corelane', 'sessions');
}

/**
 * Path of a session that does not exist yet, in the folder, which is created when missing: the task's name and
 * the local time, `primes-2026-11-21-224504.corelane`, with a number behind it when that is taken.
 * @throws CorelaneError session-unwritable when the folder cannot be created.
 */
export function newSessionPath(task: string, folder: string, now = new Date()): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new CorelaneError(
      'session-unwritable',
      `The folder for sessions, ${folder}, cannot be created: ${messageOf(error)}.`,
      'Choose another folder in the settings (`corelane settings sessionsFolder FOLDER`), or name a file with --out.',
      { cause: error },
    );
  }
  const name = `${taskName(task)}-${momentForName(now)}`;
  for (let count = 1; ; count++) {
    const path = join(folder, `${name}${count === 1 ? '' : `-${count}`}${sessionExtension}`);
    if (!existsSync(path)) return path;
  }
}

/** `examples/primes.ts` → `primes`, `crunch.py:work` → `crunch-work`: safe as part of a file name everywhere. */
function taskName(task: string): string {
  const name = basename(task.replaceAll('\\', '/'))
    .replace(/\.(?:[cm]?[jt]s|py)(?=$|:)/, '')
    .replaceAll(/[^\p{Letter}\p{Number}._-]+/gu, '-')
    .replace(/^[-.]+/, '')
    .slice(0, 60);
  return name === '' ? 'session' : name;
}
