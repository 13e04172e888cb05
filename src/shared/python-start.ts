/**
 * The script by which Pythons are started that do not load the hook from their environment:
 * `python OPTIONS …/corelane_start.py KIND AT FROM WORDS`, of which the words are those of the command as it was given.
 */
export const pythonStart = 'corelane_start.py';

const ownWords = 4;

/** A command's words without what starts it so that it is traced. */
export function asGiven(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word.endsWith(`/${pythonStart}`));
  return at < 1 ? words : [...words.slice(0, 1), ...words.slice(at + ownWords)];
}

/** What a Python is told to run. */
export interface PythonProgram {
  /** The code (c), the module (m) or the script (s). */
  readonly kind: 'c' | 'm' | 's';
  /** Where that stands: the index of its word behind Python's own name, and of its first character there. */
  readonly at: number;
  readonly from: number;
  readonly text: string;
}

/** The words behind a Python's name. */
export interface PythonWords {
  /** Python's own options, with their values. */
  readonly options: readonly string[];
  /** Of -I, -E and -S those that are among them: neither its environment nor `site` loads the hook. */
  readonly ignoring: readonly string[];
  /** Null: there is nothing to run (it reads from its input), or an option that makes it do something else (-h, -V, -i, -x, a long one). */
  readonly program: PythonProgram | null;
}

/** What Python makes of its words. */
export function parsePython(words: readonly string[]): PythonWords {
  const options: string[] = [];
  const ignoring: string[] = [];
  const running = (kind: PythonProgram['kind'], at: number, from = 0): PythonWords => {
    const text = words[at]?.slice(from);
    return { options, ignoring, program: text === undefined ? null : { kind, at, from, text } };
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return running('s', at + 1);
    if (word === '-' || word.startsWith('--')) break;
    if (!word.startsWith('-')) return running('s', at);
    const flags = /^[^cmWX]*/.exec(word.slice(1))?.[0] ?? '';
    ignoring.push(...Array.from(flags.matchAll(/[IES]/g), ([flag]) => `-${flag}`));
    if (/[hVix?]/.test(flags)) break;
    // The value of an option follows it, in the same word or as the next one.
    const valued = word[flags.length + 1];
    const isApart = word.length === flags.length + 2;
    if (valued === 'c' || valued === 'm') {
      if (flags !== '') options.push(`-${flags}`);
      return isApart ? running(valued, at + 1) : running(valued, at, flags.length + 2);
    }
    options.push(word);
    if (valued !== undefined && isApart) options.push(words[(at += 1)] ?? '');
  }
  return { options, ignoring, program: null };
}

/** The words of a Python that runs this program by the script `start`. */
export const startedBy = (
  start: string,
  words: readonly string[],
  options: readonly string[],
  { kind, at, from }: PythonProgram,
): readonly string[] => [...options, start, kind, String(at), String(from), ...words];
