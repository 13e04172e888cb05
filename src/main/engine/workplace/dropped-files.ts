import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** How far a search goes: a folder of a million files must not keep a window waiting. */
export interface SearchLimits {
  /** Folders below those that the search starts from. */
  readonly depth: number;
  /** Entries looked at in all. */
  readonly entries: number;
}

const usualLimits: SearchLimits = { depth: 4, entries: 50_000 };
const mostFound = 10;

/** Folders in which nobody keeps a task of their own. */
const passedBy = new Set(['node_modules', '__pycache__', 'venv', 'Library']);

/**
 * Files of this name and size in the folders and what lies below them, those near the top first: a browser tells no
 * more of a file that was dropped on it.
 */
export async function findFiles(
  { name, sizeBytes }: { readonly name: string; readonly sizeBytes: number },
  folders: readonly string[],
  { depth, entries }: SearchLimits = usualLimits,
): Promise<readonly string[]> {
  if (name === '' || basename(name) !== name) return [];
  const found: string[] = [];
  const seen = new Set<string>();
  let level: readonly string[] = folders;
  let looked = 0;
  for (let below = 0; below <= depth && level.length > 0; below += 1) {
    const next: string[] = [];
    for (const folder of level) {
      if (seen.has(folder)) continue;
      seen.add(folder);
      const inside = await entriesOf(folder);
      looked += inside.length;
      const path = join(folder, name);
      if (inside.some((entry) => entry.name === name) && (await isFileOf(path, sizeBytes))) found.push(path);
      if (found.length >= mostFound || looked > entries) return found;
      next.push(...inside.filter(isWorthALook).map((entry) => join(folder, entry.name)));
    }
    level = next;
  }
  return found;
}

const isWorthALook = (entry: Dirent): boolean =>
  entry.isDirectory() && !entry.name.startsWith('.') && !passedBy.has(entry.name);

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  // A folder that is not there, or may not be read, holds nothing that could be found.
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

async function isFileOf(path: string, sizeBytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && found.isFile() && found.size === sizeBytes;
}
