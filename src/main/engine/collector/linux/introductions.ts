import { readFileSync } from 'node:fs';
import { parseStat } from '../../../../shared/proc-format.ts';
import { asGiven } from '../../../../shared/python-start.ts';
import type { Introductions } from '../scheduling/introductions.ts';

/** Longer command lines say nothing more to people, and some programs pass whole files in theirs. */
const longestCommand = 1000;

/** Names of threads and processes from /proc, each read once and not kept open. */
export const procIntroductions: Introductions = {
  threadName: (pid, tid) => nameIn(`/proc/${pid}/task/${tid}/comm`),
  commandOf(pid) {
    const text = textOf(`/proc/${pid}/cmdline`);
    const words = text === null ? [] : asGiven(text.split('\0'));
    const command = words.join(' ').trim().slice(0, longestCommand);
    return command === '' ? null : command;
  },
  parentOf: (pid) => parseStat(textOf(`/proc/${pid}/stat`) ?? '')?.ppid ?? null,
};

const nameIn = (path: string): string | null => textOf(path)?.trimEnd() ?? null;

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
