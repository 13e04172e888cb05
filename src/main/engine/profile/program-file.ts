import { closeSync, openSync, readSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileAt, isExecutable, notStartable, programsNamed, type ProgramPlace } from './find-program.ts';

/** Long enough for a first line, and for the tables at the beginning of a binary. */
const looked = 4096;

/**
 * Refuses a file that may be executed and all the same cannot be started, because what its beginning names is not there. The kernel would
 * only say "no such file", which the file itself is not. @throws CorelaneError runner-failed.
 */
export function requireStartable(path: string, place: ProgramPlace): void {
  const beginning = beginningOf(path);
  const [line] = firstLine(beginning);
  if (line !== undefined) requireInterpreter(path, line, place);
  const loader = loaderOf(beginning);
  if (loader !== null && fileAt(loader) === null) {
    throw notStartable(
      `${path} cannot be started: it needs the loader ${loader}, which is not there.`,
      'It was built for another system; install or build one for this machine.',
    );
  }
}

/** It says itself by what it is to be run, and may be executed. */
export const runsItself = (path: string): boolean =>
  isExecutable(path) && firstLine(beginningOf(path)).length > 0;

function requireInterpreter(path: string, line: string, place: ProgramPlace): void {
  const [interpreter = '', argument = ''] = line.trim().split(/[ \t]+/);
  const windows = line.endsWith('\r');
  const isEnv = basename(interpreter) === 'env';
  const named = isEnv && /^[^-=][^=]*$/.test(argument) ? argument : null;
  const found =
    named === null
      ? fileAt(resolve(place.cwd, interpreter))?.isFile() === true
      : programsNamed(named, place).length > 0;
  // An interpreter with a carriage return in its name is never found, whatever the trimmed one is.
  if (found && !windows) return;
  throw notStartable(
    `${path} cannot be started: its first line asks for ${named ?? interpreter}, which ${named === null ? 'is not there' : 'is not on PATH'}${windows ? ' (the line ends as on Windows)' : ''}.`,
    windows
      ? 'Convert its line endings (dos2unix), or name what runs it before it.'
      : 'Install it, correct the line, or name what runs it before it.',
  );
}

/** What stands behind `#!`; nothing where the file begins otherwise. */
function firstLine(beginning: Buffer): readonly string[] {
  const text = beginning.toString('latin1');
  return text.startsWith('#!') ? [text.slice(2).split('\n', 1)[0] ?? ''] : [];
}

const elfMagic = '\u007FELF';
const programHeaderInterpreter = 3;

/** The loader that a 64-bit, little-endian ELF binary names (PT_INTERP); null: none, or no such file. */
function loaderOf(beginning: Buffer): string | null {
  const is64LittleEndian = beginning[4] === 2 && beginning[5] === 1;
  if (beginning.length < 64 || beginning.toString('latin1', 0, 4) !== elfMagic || !is64LittleEndian) {
    return null;
  }
  const table = Number(beginning.readBigUInt64LE(32));
  const size = beginning.readUInt16LE(54);
  const count = beginning.readUInt16LE(56);
  for (let header = table; header < table + size * count; header += size) {
    if (header + 56 > beginning.length) return null;
    if (beginning.readUInt32LE(header) !== programHeaderInterpreter) continue;
    const from = Number(beginning.readBigUInt64LE(header + 8));
    const length = Number(beginning.readBigUInt64LE(header + 32));
    // Ends with a zero.
    return from + length > beginning.length ? null : beginning.toString('latin1', from, from + length - 1);
  }
  return null;
}

/** Empty for what may be executed but not read. */
function beginningOf(path: string): Buffer {
  const buffer = Buffer.alloc(looked);
  try {
    const file = openSync(path, 'r');
    try {
      return buffer.subarray(0, readSync(file, buffer, 0, looked, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return buffer.subarray(0, 0);
  }
}
