import type { FileDialog } from '../../../shared/host-link.ts';
import type { FolderEntry } from '../../../shared/workplace.ts';

/** What a path means while it is being typed. Paths are the engine's, so of any operating system. */

/** Windows' paths say so by their drive or their backslashes. */
export const separatorOf = (path: string): '/' | '\\' => (/^[a-z]:|\\/i.test(path) ? '\\' : '/');

/** The folder that is looked into, and the beginning of a name in it. */
export interface TypedPath {
  readonly folder: string;
  readonly name: string;
}

/** `here`: the folder that a name without a folder is looked for in. */
export function splitTyped(text: string, here: string): TypedPath {
  const separator = separatorOf(text);
  const at = text.lastIndexOf(separator);
  if (text === '~') return { folder: '~', name: '' };
  if (at < 0) return { folder: here, name: text };
  // The root keeps its separator: `/x` lies in `/`, `C:\x` in `C:\`.
  const isRoot = at === 0 || text[at - 1] === ':';
  return { folder: text.slice(0, isRoot ? at + 1 : at), name: text.slice(at + 1) };
}

export function joinPath(folder: string, name: string): string {
  const separator = separatorOf(folder);
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** A folder as one types it to see what is in it. */
export const intoFolder = (folder: string): string => joinPath(folder, '');

/**
 * Entries whose name begins with what was typed, then those that contain it; case does not matter. Where something is to be
 * saved, what is typed is a new name, and folders stay in sight as ways elsewhere.
 */
export function matching(
  entries: readonly FolderEntry[],
  typed: string,
  purpose: FileDialog['purpose'],
): readonly FolderEntry[] {
  const wanted = typed.toLowerCase();
  const found = entries.filter(
    ({ name, kind }) =>
      (name.toLowerCase().includes(wanted) || (purpose === 'save-export' && kind === 'folder')) &&
      (purpose !== 'choose-folder' || kind === 'folder'),
  );
  const begins = (entry: FolderEntry) => entry.name.toLowerCase().startsWith(wanted);
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

/** As much of a name as all entries that begin with `typed` share: what Tab completes. */
export function completion(entries: readonly FolderEntry[], typed: string): string {
  const wanted = typed.toLowerCase();
  const names = entries.map(({ name }) => name).filter((name) => name.toLowerCase().startsWith(wanted));
  const [first = typed, ...others] = names;
  let length = first.length;
  for (const name of others) {
    while (!name.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length--;
  }
  return first.slice(0, length);
}

/** What the dialog is for stands out; folders lead there. */
export function suits({ kind }: FolderEntry, purpose: FileDialog['purpose']): boolean {
  switch (purpose) {
    case 'open-task':
      return kind === 'task' || kind === 'folder';
    case 'open-program':
      return kind !== 'session';
    case 'open-session':
      return kind === 'session' || kind === 'folder';
    case 'choose-program':
      return kind === 'other' || kind === 'folder';
    case 'choose-folder':
    case 'save-export':
      return kind === 'folder';
  }
}

export interface Crumb {
  readonly label: string;
  readonly path: string;
}

/** The folders on the way to a folder, the root first. */
export function crumbsOf(folder: string): readonly Crumb[] {
  const separator = separatorOf(folder);
  const parts = folder.split(separator).filter((part) => part !== '');
  const crumbs: Crumb[] = separator === '/' ? [{ label: '/', path: '/' }] : [];
  let path = separator === '/' ? '/' : '';
  for (const part of parts) {
    path = path === '' ? part + separator : joinPath(path, part);
    crumbs.push({ label: part, path });
  }
  return crumbs;
}
