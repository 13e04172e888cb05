import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import type { DeletedSession } from '../../../shared/workplace.ts';
import { companions } from '../store/claim-path.ts';
import { isDamage } from '../store/disk-errors.ts';
import { settle } from '../store/open-database.ts';
import { sessionExtension } from './data-folder.ts';

/** Where deleted sessions are kept meanwhile, in the folder they were in. */
const asideFolder = '.deleted';
const keptForMs = 7 * 24 * 3600 * 1000;

/**
 * Gives a session's file another name in the same folder, and gives the new path.
 * @throws CorelaneError usage for a name that is taken or cannot be one, and for a session that is being recorded.
 */
export function renameSession(path: string, name: string): string {
  requireSession(path);
  const wanted = name.endsWith(sessionExtension) ? name.slice(0, -sessionExtension.length) : name;
  requireName(wanted);
  const target = join(dirname(path), `${wanted}${sessionExtension}`);
  if (target === path) return path;
  requireFree(target);
  move(path, target);
  return target;
}

/**
 * Puts a session aside; some days later `sweepDeleted` removes it for good, as this does with those put aside long ago.
 * @throws CorelaneError usage for a session that is being recorded.
 */
export function deleteSession(path: string, now = Date.now()): DeletedSession {
  requireSession(path);
  const name = basename(path, sessionExtension);
  const folder = join(dirname(path), asideFolder);
  const unique = `${now}-${randomBytes(4).toString('hex')}`;
  const aside = join(folder, `${name}.${unique}${sessionExtension}`);
  attempt(path, () => mkdirSync(folder, { recursive: true }));
  move(path, aside);
  sweepDeleted(dirname(path), now);
  return { path, aside };
}

/** Brings a deleted session back to where it was. @throws CorelaneError usage when it is gone for good, or its place was taken meanwhile. */
export function restoreSession({ path, aside }: DeletedSession): void {
  const fits = dirname(aside) === join(dirname(path), asideFolder) && momentOf(basename(aside)) !== null;
  if (!fits || !existsSync(aside)) {
    throw usage(`The deleted session ${path} is no longer kept.`, 'Deleted sessions are kept for 7 days.');
  }
  requireFree(path);
  move(aside, path);
}

/** The sessions put aside in a folder, last deleted first. */
export function deletedSessions(folder: string): readonly DeletedSession[] {
  const place = join(folder, asideFolder);
  return filesOf(place)
    .flatMap((file) => {
      const moment = momentOf(file);
      return moment === null ? [] : [{ file, moment }];
    })
    .sort((a, b) => b.moment - a.moment)
    .map(({ file }) => ({ path: join(folder, nameOf(file)), aside: join(place, file) }));
}

/** Removes for good what was put aside longer ago than deleted sessions are kept. */
export function sweepDeleted(folder: string, now = Date.now()): void {
  for (const { aside } of deletedSessions(folder)) {
    if (now - (momentOf(basename(aside)) ?? now) < keptForMs) continue;
    for (const file of [aside, ...companions(aside)]) {
      try {
        rmSync(file, { force: true });
      } catch {
        // A folder that became read-only; next time.
      }
    }
  }
}

const asideName = /^(.*)\.(\d{13})-[0-9a-f]{8}\.corelane$/;

/** When a file was put aside, in ms since 1970; null for one that was not. */
function momentOf(file: string): number | null {
  const digits = asideName.exec(file)?.[2];
  return digits === undefined ? null : Number(digits);
}

const nameOf = (file: string): string => `${asideName.exec(file)?.[1] ?? ''}${sessionExtension}`;

function requireSession(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!path.endsWith(sessionExtension) || resolve(path) !== path || found?.isFile() !== true) {
    throw usage(`There is no session ${path}.`, 'Choose one of the list.');
  }
  if (attempt(path, () => isIdle(path))) return;
  throw usage(
    `The session ${basename(path, sessionExtension)} is being recorded, or open in another program.`,
    'Wait until the recording has ended.',
  );
}

/** Whether nobody has it open; what is damaged nobody records into. */
function isIdle(path: string): boolean {
  try {
    return settle(path);
  } catch (thrown) {
    if (isDamage(thrown)) return true;
    throw thrown;
  }
}

const longestName = 200;

function requireName(name: string): void {
  if (name.trim() === '') throw usage('A session needs a name.', 'Give it one.');
  // oxlint-disable-next-line no-control-regex -- what no file system wants in a name
  if (/[/\\:*?"<>|\u0000-\u001F]/.test(name) || name.startsWith('.') || name.length > longestName) {
    throw usage(
      `A session cannot be called ${JSON.stringify(name)}.`,
      `A name has at most ${longestName} characters, does not begin with a dot and has none of / \\ : * ? " < > |.`,
    );
  }
}

function requireFree(path: string): void {
  if (!existsSync(path)) return;
  throw usage(
    `There is a session ${basename(path, sessionExtension)} already.`,
    'Choose another name, or rename that one first.',
  );
}

/** Companions go first: a main file that arrives without its log would look whole. */
function move(from: string, to: string): void {
  const endings = companions('').filter((ending) => existsSync(from + ending));
  attempt(from, () => {
    for (const ending of [...endings, '']) renameSync(from + ending, to + ending);
  });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw thrown instanceof CorelaneError
      ? thrown
      : usage(
          `The session ${path} cannot be moved: ${messageOf(thrown)}.`,
          'Check that its folder may be written.',
        );
  }
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever put aside here.
    return [];
  }
}

const usage = (message: string, remedy: string): CorelaneError => new CorelaneError('usage', message, remedy);
