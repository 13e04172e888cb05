import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainNote, readNotes } from '../../../../src/main/engine/tracing/untraced-notes.ts';
import { untracedWarnings } from '../../../../src/main/engine/tracing/untraced-programs.ts';
import { ownFolder } from '../../../support/own-folder.ts';

describe('what hooks say of processes that they cannot record', () => {
  it('is a line each, and lines that anybody else wrote are left out', () => {
    const path = join(ownFolder(), 'untraced');
    writeFileSync(path, '7 errno 13\n\nx errno 13\n8\n9 \u001B[31m\n10 cpython 3.7.16\n11 errno');
    expect(readNotes(path)).toEqual([
      { pid: 7, reason: 'errno 13' },
      { pid: 10, reason: 'cpython 3.7.16' },
      { pid: 11, reason: 'errno' },
    ]);
  });

  it('is nothing where there is no file', () => expect(readNotes(join(ownFolder(), 'none'))).toEqual([]));

  it.each([
    [`errno ${constants.errno.EACCES}`, 'another user'],
    [`errno ${constants.errno.EMFILE}`, 'ulimit -n'],
    [`errno ${constants.errno.ENOSPC}`, 'temporary folder is full'],
    [`errno ${constants.errno.EIO}`, 'could not be written (errno 5)'],
    ['ImportError', 'could not be written (ImportError)'],
    ['cpython 3.7.16', 'CPython is traced from 3.8 on, and this is 3.7.16'],
    ['pypy 7.3.1', 'CPython alone is traced, and this is pypy 7.3.1'],
    ['uvloop', 'Run it with the loop of asyncio'],
  ])('as %s tells why', (reason, told) => expect(explainNote(reason)).toContain(told));

  it('takes the place of what would be guessed, and names forks, short names and programs that were traced before', () => {
    const processes = [
      { pid: 7, ppid: 1, command: 'python3 x.py' },
      { pid: 8, ppid: 7, command: 'python3 x.py' },
      { pid: 9, ppid: 7, command: 'python3' },
    ];
    const notes = [9, 8, 7].map((pid) => ({ pid, reason: 'errno 13' }));
    expect(untracedWarnings(processes, { pids: new Set([7]), notes, isFull: false })).toEqual([
      expect.stringMatching(/^Tasks of 9 python3, 8 python3 x\.py are missing: .*another user/),
      expect.stringMatching(/^Some tasks of 7 python3 x\.py are missing: .*another user/),
    ]);
  });
});
