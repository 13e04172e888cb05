import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import { sessionVersion } from '../../../shared/session.ts';
import { isBusy, isDamage, isOutOfReach, systemCode } from './disk-errors.ts';
import type { Failure } from './disk-errors.ts';
import { identify, openReadOnly } from './identify.ts';
import type { Identity } from './identify.ts';

/**
 * Opens a session for reading; what a killed recorder left in the log is first moved into the main
 * file. A session that is being recorded is opened as it is. Throws session-unreadable.
 */
export function openDatabase(path: string): DatabaseSync {
  try {
    return openIdentified(path);
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
}

/** `session-unreadable` for whatever reading a session threw. */
export function unreadable(path: string, thrown: unknown): CorelaneError {
  if (thrown instanceof CorelaneError) return thrown;
  if (isDamage(thrown)) return damaged(path, thrown);
  const { what, remedy } = readFailure(path, thrown);
  return new CorelaneError('session-unreadable', what, remedy, { cause: thrown });
}

/** The file was cut or changed after Corelane wrote it. */
export const damaged = (path: string, thrown?: unknown): CorelaneError =>
  new CorelaneError(
    'session-unreadable',
    `The session ${path} is damaged: it was cut short or changed after it was recorded.`,
    'Copy it again from where it was recorded, together with the file ending in -wal if there is one; else record again.',
    { cause: thrown },
  );

function openIdentified(path: string): DatabaseSync {
  if (statSync(path).isDirectory()) {
    throw refusal(`${path} is a folder, not a session.`, 'Name the .corelane file in it.');
  }
  accessSync(path, constants.R_OK);
  const identity = identify(path);
  if (identity.kind !== 'session') throw unsuitable(path, identity);
  settle(path);
  return openReadOnly(path);
}

function unsuitable(path: string, identity: Exclude<Identity, { readonly kind: 'session' }>): CorelaneError {
  switch (identity.kind) {
    case 'newer':
      return refusal(
        `The session ${path} was recorded by a newer Corelane: it has format ${identity.version}, this one reads up to ${sessionVersion}.`,
        'Update Corelane to open it.',
      );
    case 'damaged':
      return damaged(path);
    case 'other-database':
      return refusal(
        `${path} is an SQLite database of another program, not a Corelane session.`,
        chooseAnother,
      );
    case 'foreign':
      return refusal(`${path} is not a Corelane session.`, chooseAnother);
    case 'empty':
      break;
  }
  return refusal(`The session ${path} is empty: nothing was recorded into it.`, 'Record again.');
}

const chooseAnother = 'Name a .corelane file; `corelane sessions` lists those there are.';

/**
 * Moves a dead recorder's log into the main file and leaves WAL; so does what a recorder had to leave behind (an empty log)
 * because the session was open elsewhere. With a live recorder, on a full disk or in a read-only folder it stays
 * where it is: SQLite reads both together. False when it stays because another has the file open.
 */
export function settle(path: string): boolean {
  if (!existsSync(`${path}-wal`)) return true;
  try {
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      // Needs the file for itself, so it fails untouched while a recorder has it open.
      database.exec('PRAGMA journal_mode = DELETE');
    } finally {
      database.close();
    }
    return true;
  } catch (thrown) {
    if (isBusy(thrown)) return false;
    if (!isOutOfReach(thrown)) throw thrown;
    return true;
  }
}

function readFailure(path: string, thrown: unknown): Failure {
  const code = systemCode(thrown);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      what: `There is no session ${path}.`,
      remedy: 'Check the path; `corelane sessions` lists those there are.',
    };
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      what: `There is no permission to read the session ${path}.`,
      remedy: 'Ask its owner for read permission.',
    };
  }
  if (isOutOfReach(thrown)) {
    return {
      what: `The session ${path} was not closed by its recorder, and its log (${path}-wal) cannot be read in a read-only folder.`,
      remedy: 'Copy both files to a folder that can be written, and open the copy.',
    };
  }
  return { what: `The session ${path} cannot be read: ${messageOf(thrown)}.`, remedy: 'Record again.' };
}

const refusal = (message: string, remedy: string): CorelaneError =>
  new CorelaneError('session-unreadable', message, remedy);
