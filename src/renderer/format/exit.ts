import type { ProgramExit } from '../../shared/profile-report.ts';

/** How a program ended, in a word or two and in a sentence. */
export interface ExitWords {
  readonly short: string;
  readonly sentence: string;
  readonly tone: 'good' | 'bad' | 'neutral';
}

const signals: Readonly<Record<string, string>> = {
  SIGINT: 'interrupted, as by Ctrl-C',
  SIGTERM: 'asked to end',
  SIGKILL: 'killed: by a user, by Corelane’s Stop, or by the kernel for lack of memory',
  SIGSEGV: 'a fault in native code: it touched memory that is not its own',
  SIGBUS: 'a fault in native code: it touched memory that is not there',
  SIGABRT: 'it gave up by itself: a failed check, or no more memory',
  SIGPIPE: 'whoever read its output had gone',
};

export function exitWords({ code, signal }: ProgramExit): ExitWords {
  if (signal !== null) {
    const meaning = signals[signal];
    const sentence = `Ended by ${signal}${meaning === undefined ? '' : ` (${meaning})`}`;
    return { short: signal, sentence, tone: 'bad' };
  }
  if (code === null) return { short: '–', sentence: 'Its end was not seen', tone: 'neutral' };
  return code === 0
    ? { short: 'exit 0', sentence: 'Ended well', tone: 'good' }
    : { short: `exit ${code}`, sentence: `Failed with code ${code}`, tone: 'bad' };
}
