import { constants } from 'node:os';
import { withFile } from './growing-file.ts';

/** What a hook says of a process that it cannot record. */
export interface UntracedNote {
  readonly pid: number;
  /** `errno 13`, by the system's number; a runtime that is not traced, such as `cpython 3.7.16`; `uvloop`; or the name of an exception. */
  readonly reason: string;
}

/** As processes of any user may write there, no more is read. */
const mostBytes = 1_000_000;

/** Reads the notes of a run. A line that is none is left out. */
export function readNotes(path: string): readonly UntracedNote[] {
  const bytes = Buffer.alloc(mostBytes);
  let length = 0;
  withFile(path, (read) => {
    length = read(bytes, 0);
  });
  return bytes
    .toString('latin1', 0, length)
    .split('\n')
    .flatMap((line) => {
      const [, pid, reason] = /^(\d{1,10}) ([\x21-\x7e ]{1,80})$/.exec(line) ?? [];
      return pid === undefined || reason === undefined ? [] : [{ pid: Number(pid), reason }];
    });
}

const { EACCES, EPERM, EMFILE, ENFILE, ENOSPC, EDQUOT } = constants.errno;

/** Why the tasks of processes with this note are missing, and what to do. */
export function explainNote(reason: string): string {
  const [word = '', detail = ''] = reason.split(' ', 2);
  if (word === 'errno') return explainErrno(Number(detail));
  if (word === 'cpython')
    return `CPython is traced from 3.8 on, and this is ${detail}. Run it with a newer one.`;
  if (word === 'uvloop')
    return 'uvloop runs coroutines by itself, where the tracing of asyncio does not see them. Run it with the loop of asyncio to have them recorded.';
  // Interpreters have names in lower case, exceptions have not.
  return /^[a-z]+$/.test(word)
    ? `of all Pythons CPython alone is traced, and this is ${word} ${detail}. Run it with CPython.`
    : unwritable(reason);
}

function explainErrno(errno: number): string {
  switch (errno) {
    case EACCES:
    case EPERM:
      return 'what runs as another user than you may not write records of tasks. Profile as that user, or let the program keep yours.';
    case EMFILE:
    case ENFILE:
      return 'no descriptor was left for records of tasks. Let the program open more files (ulimit -n).';
    case ENOSPC:
    case EDQUOT:
      return fullFolder;
    default:
      return unwritable(`errno ${errno}`);
  }
}

const unwritable = (reason: string): string =>
  `records of tasks could not be written (${reason}). Run it again; if this recurs, --no-trace does without.`;

export const fullFolder = 'the temporary folder is full. Make room there, or name another with TMPDIR.';
