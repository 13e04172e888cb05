import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { CorelaneError } from '../../../shared/errors.ts';

/** What the execution of a program by its name depends on. */
export interface ProgramPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What execvp(3) searches where PATH is not set. */
const usualPath = '/bin:/usr/bin';

/**
 * The file that a command's first word names: a path, or a name looked up on PATH. Links are not followed, as programs go by the
 * name that they were called by. @throws CorelaneError runner-failed when there is none that may be executed.
 */
export function findProgram(name: string, place: ProgramPlace): string {
  if (name.includes('/')) {
    const path = resolve(place.cwd, name);
    requireExecutable(path);
    return path;
  }
  const candidates = onPath(name, place);
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  const refused = candidates.find((path) => fileAt(path)?.isFile() === true);
  if (refused !== undefined) requireExecutable(refused);
  const beside = fileAt(resolve(place.cwd, name)) !== null;
  throw notStartable(
    `There is no program ${name} on PATH.`,
    beside ? `To run the one in ${place.cwd}, write ./${name}.` : 'Check its spelling, or give its path.',
  );
}

/** @throws CorelaneError runner-failed when there is no file, or none that may be executed. */
function requireExecutable(path: string): void {
  const found = fileAt(path);
  if (found === null) throw notStartable(`There is no file ${path}.`, 'Check the path of the program.');
  if (found.isDirectory()) {
    throw notStartable(`${path} is a folder, not a program.`, 'Name a program in it.');
  }
  if (!found.isFile()) throw notStartable(`${path} is not a program.`, 'Name a file that is one.');
  if (isExecutable(path)) return;
  throw notStartable(
    `${path} may not be executed: it lacks the permission.`,
    `Allow it with chmod +x, or name what runs it, as in \`sh ${path}\`.`,
  );
}

export const notStartable = (message: string, remedy: string): CorelaneError =>
  new CorelaneError('runner-failed', message, remedy);

export function fileAt(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // Missing, or in a folder that may not be searched.
    return null;
  }
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** All programs of this name that a shell would find, the first one first. */
export const programsNamed = (name: string, place: ProgramPlace): readonly string[] =>
  onPath(name, place).filter(isProgram);

const onPath = (name: string, { cwd, env }: ProgramPlace): readonly string[] =>
  (env['PATH'] ?? usualPath)
    .split(delimiter)
    .map((folder) => resolve(cwd, folder === '' ? '.' : folder, name));

const isProgram = (path: string): boolean => fileAt(path)?.isFile() === true && isExecutable(path);
