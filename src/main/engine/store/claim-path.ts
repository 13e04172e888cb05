import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CorelaneError } from '../../../shared/errors.ts';
import { systemCode, unwritable } from './disk-errors.ts';
import { identify } from './identify.ts';

/**
 * Makes an empty file at `path` for a new session, creating its folder. Refuses whatever is there
 * already, except an empty file, or a session when `replace` is set. Rejects with session-unwritable.
 */
export async function claimPath(path: string, replace: boolean): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await refuseTaken(path, replace);
    await removeSession(path);
    const handle = await open(path, 'wx');
    await handle.close();
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/** What SQLite may have left beside the main file of a session. */
export const companions = (path: string): string[] =>
  ['-wal', '-shm', '-journal'].map((ending) => path + ending);

/** Removes a session file and what SQLite keeps beside it. */
export async function removeSession(path: string): Promise<void> {
  for (const file of [path, ...companions(path)]) await rm(file, { force: true });
}

/**
 * Refuses what is there already, without touching it: a lab asks before it spends time on a task. Rejects with
 * session-unwritable.
 */
export async function refuseTaken(path: string, replace = false): Promise<void> {
  const existing = await statOrNull(path);
  if (existing === null) return;
  if (existing.isDirectory()) {
    throw refusal(`${path} is a folder, not a file.`, 'Name a file in it with --out.');
  }
  if (!existing.isFile()) {
    throw refusal(`${path} is not a regular file.`, 'Choose another place with --out.');
  }
  if (existing.size === 0) return;
  const identity = identify(path);
  if (!identity.ours) {
    throw refusal(
      `${path} exists and is not a Corelane session; Corelane does not overwrite it.`,
      'Choose another place with --out, or remove the file yourself.',
    );
  }
  if (!replace) {
    throw refusal(
      `The session ${path} exists already.`,
      'Choose another place with --out, or remove the file first.',
    );
  }
}

async function statOrNull(path: string): Promise<Awaited<ReturnType<typeof stat>> | null> {
  try {
    return await stat(path);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return null;
    throw unwritable(path, thrown);
  }
}

const refusal = (message: string, remedy: string): CorelaneError =>
  new CorelaneError('session-unwritable', message, remedy);
