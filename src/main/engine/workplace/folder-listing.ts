import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import type { FolderEntry, FolderListing } from '../../../shared/workplace.ts';
import { taskEndings } from '../../../shared/task-path.ts';
import { sessionExtension } from '../library/data-folder.ts';
import { scriptLanguages } from '../profile/resolve-command.ts';
import { systemCode } from '../store/disk-errors.ts';

/** The path without `~` in front, absolute. */
export const expandPath = (path: string): string =>
  resolve(/^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path);

/** What lies in a folder, or in the deepest one that exists on the way to `path`. Hidden entries are left out. */
export async function listFolder(path: string): Promise<FolderListing> {
  const folder = await deepestFolder(expandPath(path));
  const parent = dirname(folder) === folder ? null : dirname(folder);
  try {
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
    const entries = await Promise.all(names.map((name) => entryOf(folder, name)));
    return { folder, parent, entries: entries.filter((entry) => entry !== null).sort(inOrder), error: null };
  } catch (thrown) {
    return { folder, parent, entries: [], error: whyNot(folder, thrown) };
  }
}

async function deepestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  const parent = dirname(path);
  return found?.isDirectory() === true || parent === path ? path : deepestFolder(parent);
}

async function entryOf(folder: string, name: string): Promise<FolderEntry | null> {
  const path = join(folder, name);
  // A link that leads nowhere, or what was removed since the folder was read.
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return { name, path, kind: 'folder', sizeBytes: null };
  return { name, path, kind: found.isFile() ? kindOf(name, found.mode) : 'other', sizeBytes: found.size };
}

const anyMayExecute = 0o111;

/** Of a file, by its name and the bits of its permissions. */
export function kindOf(name: string, mode: number): 'task' | 'program' | 'session' | 'other' {
  const ending = extname(name);
  if (name.endsWith(sessionExtension)) return 'session';
  if (taskEndings.includes(ending)) return 'task';
  const runs = scriptLanguages[ending] !== undefined || (mode & anyMayExecute) !== 0;
  return runs ? 'program' : 'other';
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const inOrder = (a: FolderEntry, b: FolderEntry): number =>
  Number(b.kind === 'folder') - Number(a.kind === 'folder') || names.compare(a.name, b.name);

function whyNot(folder: string, thrown: unknown): string {
  const code = systemCode(thrown);
  return code === 'EACCES' || code === 'EPERM'
    ? `There is no permission to look into ${folder}.`
    : `${folder} cannot be read: ${messageOf(thrown)}.`;
}
