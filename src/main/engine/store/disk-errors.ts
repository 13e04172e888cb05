import { CorelaneError, messageOf } from '../../../shared/errors.ts';

/** Sentences for what a disk or SQLite refuses. */

const sqliteFull = 13;
const sqliteIoError = 10;
const sqliteReadOnly = 8;
const sqliteCannotOpen = 14;
const sqliteBusy = 5;
const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/** SQLite's primary result code, or null when SQLite did not throw this. */
export function sqliteCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return null;
  return thrown.errcode & 0xff;
}

export const isBusy = (thrown: unknown): boolean => sqliteCode(thrown) === sqliteBusy;

/** SQLite could not use the file at all: no permission, no shared memory, no such path. */
export function isOutOfReach(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return (
    code === sqliteCannotOpen || code === sqliteReadOnly || code === sqliteIoError || code === sqliteFull
  );
}

/** The content is not what SQLite or a codec wrote. */
export function isDamage(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code === sqliteCorrupt || code === sqliteNotADatabase;
}

export const isNotADatabase = (thrown: unknown): boolean => sqliteCode(thrown) === sqliteNotADatabase;

export function systemCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null;
  return thrown.code;
}

/** `session-unwritable` for whatever creating or writing the session file threw. */
export function unwritable(path: string, thrown: unknown): CorelaneError {
  if (thrown instanceof CorelaneError) return thrown;
  const { what, remedy } = writeFailure(path, thrown);
  return new CorelaneError('session-unwritable', what, remedy, { cause: thrown });
}

/** A sentence and what to do about it. */
export interface Failure {
  readonly what: string;
  readonly remedy: string;
}
type FailureOf = (path: string) => Failure;

const elsewhere = 'Choose another place with --out.';

const full: FailureOf = (path) => ({
  what: `The disk of the session file ${path} is full.`,
  remedy: 'Free space on it, or choose another disk with --out. What was recorded until then can be opened.',
});

const forbidden: FailureOf = (path) => ({
  what: `There is no permission to write the session file ${path}.`,
  remedy: elsewhere,
});

const noFolder: FailureOf = (path) => ({
  what: `The folder of the session file ${path} does not exist and cannot be created.`,
  remedy: 'Create it, or choose another place with --out.',
});

const readOnly: FailureOf = (path) => ({
  what: `The session file ${path} cannot be written: its folder or the file itself is read-only.`,
  remedy: elsewhere,
});

const refused: FailureOf = (path) => ({
  what: `The disk refused to write the session file ${path}: it is full, failing, or the file may not grow further.`,
  remedy: 'Free space, raise the file size limit (ulimit -f), or choose another disk with --out.',
});

const noThread: FailureOf = (path) => ({
  what: `The session file ${path} cannot be written: the thread that would do it cannot be started, as too few files may be open.`,
  remedy: 'Raise the limit of open files: ulimit -n 1024.',
});

const bySystemCode: ReadonlyMap<string | null, FailureOf> = new Map([
  ['EACCES', forbidden],
  ['EPERM', forbidden],
  ['EROFS', readOnly],
  ['ENOENT', noFolder],
  ['ENOTDIR', noFolder],
  ['EEXIST', noFolder],
  ['ENOSPC', full],
  ['EDQUOT', full],
  ['ERR_WORKER_INIT_FAILED', noThread],
]);

const bySqliteCode: ReadonlyMap<number | null, FailureOf> = new Map([
  [sqliteFull, full],
  [sqliteIoError, refused],
  [sqliteReadOnly, readOnly],
  [sqliteCannotOpen, readOnly],
]);

function writeFailure(path: string, thrown: unknown): Failure {
  const known = bySystemCode.get(systemCode(thrown)) ?? bySqliteCode.get(sqliteCode(thrown));
  if (known !== undefined) return known(path);
  return {
    what: `The session file ${path} cannot be written: ${messageOf(thrown)}.`,
    remedy: elsewhere,
  };
}
