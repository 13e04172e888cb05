import { basename, dirname, resolve } from 'node:path';
import { commandText } from '../../../shared/command-line-text.ts';
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

/** `corelane sessions rename`, `delete` and `restore`; what was done is said on stderr, and with `--json` told on stdout. */

interface Output {
  readonly json: boolean;
}

export function rename(given: string, name: string, { json }: Output): void {
  const previous = findSession(given, sessionsFolderInForce());
  const session = renameSession(previous, name);
  say(`Renamed ${nameOf(previous)} to ${nameOf(session)}.`);
  if (json) tell({ command: 'sessions rename', session, previous });
}

export function remove(given: string, { json }: Output): void {
  const folder = sessionsFolderInForce();
  const { path, aside } = deleteSession(findSession(given, folder));
  const handle = dirname(path) === folder ? nameOf(path) : path;
  const back = commandText(['corelane', 'sessions', 'restore', handle]);
  say(`Deleted ${nameOf(path)}. For 7 days, \`${back}\` brings it back.`);
  if (json) tell({ command: 'sessions delete', session: path, aside });
}

/** The last deleted one of that name: of the data folder, or of the folder that it names. */
export function restore(given: string, { json }: Output): void {
  const kept = deletedSessions(/[/\\]/.test(given) ? dirname(resolve(given)) : sessionsFolderInForce());
  const deleted = kept.find(({ path }) => nameOf(path) === nameOf(given));
  if (deleted === undefined) throw notKept(given, [...new Set(kept.map(({ path }) => nameOf(path)))]);
  restoreSession(deleted);
  say(`Restored ${nameOf(deleted.path)}.`);
  if (json) tell({ command: 'sessions restore', session: deleted.path });
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

const tell = (done: Readonly<Record<string, string>>): boolean =>
  process.stdout.write(`${JSON.stringify({ corelane: 1, ...done }, null, 2)}\n`);
