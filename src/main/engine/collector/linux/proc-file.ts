import { Buffer } from 'node:buffer';
import { closeSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { parseOpenFileLimit } from '../../../../shared/proc-format.ts';

/** The thread or process that a file belongs to has ended. */
export const gone = Symbol('gone');
/** The file cannot be read now, or never: too many open files, or not permitted. */
export const unreadable = Symbol('unreadable');

export type ProcText = string | typeof gone | typeof unreadable;

/**
 * How many files the collector may keep open. It shares the process's limit with the session file and
 * the pipes of the runner, which must not fail because of it: half is theirs. Thousands of threads use
 * the other half up, and from there on files are opened anew for each reading, at four times the cost.
 */
export class DescriptorAllowance {
  readonly #limit: number;
  #used = 0;
  #refused = false;

  constructor(limit = ownOpenFileLimit() / 2) {
    this.#limit = limit;
  }

  /** True once a file could not be kept open. */
  get refused(): boolean {
    return this.#refused;
  }

  take(): boolean {
    if (this.#used >= this.#limit) {
      this.#refused = true;
      return false;
    }
    this.#used++;
    return true;
  }

  giveBack(): void {
    this.#used--;
  }
}

/** Reads go through one buffer: the text is taken out of it before the next. Larger than any file read here. */
const buffer = Buffer.allocUnsafe(256 * 1024);

/**
 * One file of /proc, opened at the first reading and kept open. An open file stays with its thread: after
 * that has ended it answers "gone", even when another thread has been given the same number.
 */
export class ProcFile {
  readonly #path: string;
  readonly #allowance: DescriptorAllowance;
  #descriptor: number | null = null;

  constructor(path: string, allowance: DescriptorAllowance) {
    this.#path = path;
    this.#allowance = allowance;
  }

  /** False when each reading looks the path up anew, so that it may find another thread of the same number. */
  get isKept(): boolean {
    return this.#descriptor !== null;
  }

  read(): ProcText {
    try {
      if (this.#descriptor !== null) return textOf(this.#descriptor);
      const descriptor = openSync(this.#path, 'r');
      if (this.#allowance.take()) this.#descriptor = descriptor;
      try {
        return textOf(descriptor);
      } finally {
        if (this.#descriptor === null) closeSync(descriptor);
      }
    } catch (error) {
      return absence(error);
    }
  }

  close(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
    this.#allowance.giveBack();
  }
}

/** The numbers that name a folder's entries: the pids of /proc, the tids of /proc/PID/task. */
export function listNumbers(folder: string): readonly number[] | typeof gone | typeof unreadable {
  try {
    return readdirSync(folder)
      .filter((name) => name >= '0' && name < ':')
      .map(Number);
  } catch (error) {
    return absence(error);
  }
}

const textOf = (descriptor: number): string =>
  buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, 0));

function absence(error: unknown): typeof gone | typeof unreadable {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ESRCH' ? gone : unreadable;
}

function ownOpenFileLimit(): number {
  const usual = 1024;
  try {
    return parseOpenFileLimit(readFileSync('/proc/self/limits', 'utf8')) ?? usual;
  } catch {
    return usual;
  }
}
