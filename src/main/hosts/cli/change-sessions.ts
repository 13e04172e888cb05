import { basename } from 'node:path';
import { nearestName } from '../../../shared/nearest-name.ts';
import { sessionExtension } from '../../engine/library/data-folder.ts';
import { findSession } from '../../engine/library/find-session.ts';
import {
  deletedSessions,
  deleteSession,
  renameSession,
  restoreSession,
} from '../../engine/library/session-changes.ts';
import { sessionsFolderInForce } from '../../engine/workplace/settings-file.ts';
import { usageError } from './usage.ts';

/** `corelane sessions rename`, `delete` and `restore`; what was done is said on stderr. */

export function rename(given: string, name: string): void {
  const path = findSession(given, sessionsFolderInForce());
  say(`Renamed ${nameOf(path)} to ${nameOf(renameSession(path, name))}.`);
}

export function remove(given: string): void {
  const { path } = deleteSession(findSession(given, sessionsFolderInForce()));
  say(`Deleted ${nameOf(path)}. For 7 days, \`corelane sessions restore ${nameOf(path)}\` brings it back.`);
}

/** The last deleted one of that name. */
export function restore(name: string): void {
  const kept = deletedSessions(sessionsFolderInForce());
  const deleted = kept.find(({ path }) => nameOf(path) === basename(name, sessionExtension));
  if (deleted === undefined) throw notKept(name, [...new Set(kept.map(({ path }) => nameOf(path)))]);
  restoreSession(deleted);
  say(`Restored ${nameOf(deleted.path)}.`);
}

function notKept(name: string, names: readonly string[]) {
  const near = nearestName(name, names);
  return usageError(
    `There is no deleted session ${JSON.stringify(name)}.`,
    names.length === 0
      ? 'Nothing was deleted in the last 7 days.'
      : `${near === null ? '' : `Did you mean ${near}? `}Deleted and kept: ${names.slice(0, 5).join(', ')}.`,
  );
}

const nameOf = (path: string): string => basename(path, sessionExtension);
const say = (sentence: string): boolean => process.stderr.write(`${sentence}\n`);
