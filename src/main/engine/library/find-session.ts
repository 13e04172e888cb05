import { existsSync, readdirSync, statSync, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemCode } from '../store/disk-errors.ts';
import { openSession } from '../store/reader.ts';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import { nearestName } from '../../../shared/nearest-name.ts';
import { sessionExtension } from './data-folder.ts';
import { momentInName } from './moments.ts';

/** A session file of the sessions folder, not opened. */
export interface SessionFile {
  /** File name without its ending: what people type. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** When it was last written, in ms since 1970. */
  readonly changedMs: number;
}

/**
 * The session files of a folder, newest first by the moment in their names, else by when they were last written. None
 * when there is no such folder. @throws CorelaneError session-unreadable when it cannot be read.
 */
export function sessionFiles(folder: string): readonly SessionFile[] {
  return namesIn(folder)
    .filter((file) => file.endsWith(sessionExtension))
    .flatMap((file) => {
      const path = join(folder, file);
      const found = fileAt(path);
      if (found === null) return [];
      const name = file.slice(0, -sessionExtension.length);
      const changedMs = found.mtimeMs;
      return [
        { file: { name, path, bytes: found.size, changedMs }, moment: momentInName(name) ?? changedMs },
      ];
    })
    .sort((a, b) => b.moment - a.moment || (a.file.name < b.file.name ? 1 : -1))
    .map(({ file }) => file);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return [];
    throw new CorelaneError(
      'session-unreadable',
      `The folder for sessions, ${folder}, cannot be read: ${messageOf(thrown)}.`,
      'Choose another folder in the settings (`corelane settings sessionsFolder FOLDER`).',
      { cause: thrown },
    );
  }
}

/** Null for what is no file, was removed since the folder was read, or is a link that leads nowhere. */
function fileAt(path: string): Stats | null {
  try {
    const found = statSync(path);
    return found.isFile() ? found : null;
  } catch {
    return null;
  }
}

/**
 * The path of the session that `given` names: `latest`, a file, or the beginning of the name or id of just one session in
 * the folder.
 * @throws CorelaneError session-unreadable when it names none or several.
 */
export function findSession(given: string, folder: string): string {
  const files = sessionFiles(folder);
  if (given === 'latest') return newest(files, folder);
  if (existsSync(given)) return resolve(given);
  const name = given.endsWith(sessionExtension) ? given.slice(0, -sessionExtension.length) : given;
  const exact = files.find((file) => file.name === name);
  if (exact !== undefined) return exact.path;
  // What names a folder is a path and nothing else; opening it says what is wrong with it.
  if (/[/\\]/.test(given) || given === '') return resolve(given);
  const begun = files.filter((file) => file.name.startsWith(name));
  return only(given, begun.length > 0 ? begun : files.filter((file) => idBegins(file.path, name)), files);
}

function newest(files: readonly SessionFile[], folder: string): string {
  const [first] = files;
  if (first !== undefined) return first.path;
  throw new CorelaneError(
    'session-unreadable',
    `There is no session in ${folder} yet.`,
    'Record one: corelane lab TASK.',
  );
}

function only(given: string, found: readonly SessionFile[], all: readonly SessionFile[]): string {
  const [first, ...others] = found;
  if (first === undefined) {
    const near = nearestName(
      given,
      all.map((file) => file.name),
    );
    throw new CorelaneError(
      'session-unreadable',
      `There is no session file "${given}", and no session in the data folder whose name or id begins so.`,
      `${near === null ? '' : `Did you mean ${near}? `}\`corelane sessions\` lists those there are.`,
    );
  }
  if (others.length === 0) return first.path;
  const names = found.slice(0, 5).map((file) => file.name);
  throw new CorelaneError(
    'session-unreadable',
    `"${given}" fits ${found.length} sessions.`,
    `Name one of them: ${names.join(', ')}${found.length > names.length ? ', …' : ''}.`,
  );
}

function idBegins(path: string, prefix: string): boolean {
  try {
    const session = openSession(path);
    const { id } = session.header;
    session.close();
    return id.startsWith(prefix);
  } catch {
    // An unreadable file has no id to go by; `sessions` shows what is wrong with it.
    return false;
  }
}
