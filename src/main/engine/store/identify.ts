import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { sessionVersion } from '../../../shared/session.ts';
import { isDamage, isOutOfReach } from './disk-errors.ts';
import { applicationId } from './format.ts';

/** What a file is, as far as opening it as a session goes. */
export type Identity =
  | { readonly kind: 'session'; readonly ours: true }
  | { readonly kind: 'newer'; readonly ours: true; readonly version: number }
  | { readonly kind: 'damaged'; readonly ours: boolean }
  | { readonly kind: 'other-database'; readonly ours: false }
  | { readonly kind: 'foreign'; readonly ours: false }
  | { readonly kind: 'empty'; readonly ours: false };

const magic = Buffer.from('SQLite format 3\0', 'latin1');
/** Offset of the application id in an SQLite file (big-endian). */
const applicationIdAt = 68;
const smallestDatabase = 512;

/** Looks at a file without changing it. Throws what the file system or SQLite throws when it is out of reach. */
export function identify(path: string): Identity {
  const { size } = statSync(path);
  if (size === 0 && sizeOrZero(`${path}-wal`) === 0) return { kind: 'empty', ours: false };
  // SQLite takes a few bytes for an empty database.
  if (size > 0 && size < smallestDatabase) return identifyDamaged(path);
  try {
    const database = openReadOnly(path);
    try {
      const identity = identityOf(database);
      return identity.kind === 'session' && isCut(path, database)
        ? { kind: 'damaged', ours: true }
        : identity;
    } finally {
      database.close();
    }
  } catch (thrown) {
    if (isDamage(thrown)) return identifyDamaged(path);
    throw thrown;
  }
}

/**
 * Opens for reading. A file in WAL mode needs shared memory beside it; where that cannot be made (a
 * read-only folder) and there is no log to miss, the file is opened as one that nobody changes.
 */
export function openReadOnly(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (thrown) {
    database.close();
    if (!isOutOfReach(thrown) || sizeOrZero(`${path}-wal`) > 0) throw thrown;
  }
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

export function sizeOrZero(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function identityOf(database: DatabaseSync): Identity {
  const mark = database.prepare('PRAGMA application_id').get();
  if (mark?.['application_id'] !== applicationId) return { kind: 'other-database', ours: false };
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (typeof version === 'number' && version > sessionVersion) return { kind: 'newer', ours: true, version };
  return { kind: 'session', ours: true };
}

/** SQLite overlooks a last page that is cut; without a log, all pages must be in the main file. */
function isCut(path: string, database: DatabaseSync): boolean {
  const pages = database.prepare('PRAGMA page_count').get()?.['page_count'];
  const bytes = database.prepare('PRAGMA page_size').get()?.['page_size'];
  return sizeOrZero(`${path}-wal`) === 0 && sizeOrZero(path) < Number(pages) * Number(bytes);
}

/**
 * SQLite refused the file: tells a damaged session from a file that never was one. Only here is the file
 * read past SQLite; while this process records it, closing it would drop SQLite's locks on it.
 */
function identifyDamaged(path: string): Identity {
  const head = Buffer.alloc(applicationIdAt + 4);
  const file = openSync(path, 'r');
  const length = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  const start = head.subarray(0, Math.min(length, magic.length));
  if (!magic.subarray(0, start.length).equals(start)) return { kind: 'foreign', ours: false };
  if (length < head.length) return { kind: 'damaged', ours: false };
  return head.readInt32BE(applicationIdAt) === applicationId
    ? { kind: 'damaged', ours: true }
    : { kind: 'other-database', ours: false };
}
