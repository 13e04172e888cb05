/**
 * A typed command line, split into words as a POSIX shell splits it: blanks part words, quotes and backslashes keep them together.
 * Nothing is expanded, as no shell runs it.
 */
export interface TypedCommand {
  readonly words: readonly string[];
  /** What keeps it from being split; null: nothing does. */
  readonly problem: string | null;
  /** What a shell would act on and what is taken as it stands here, each once, in order. */
  readonly shellOnly: readonly string[];
}

/** Outside of quotes, anywhere in a word. */
const actsAnywhere = new Set(['$', '`', '*', '?', '[', '|', '&', ';', '<', '>', '(', ')']);
/** … and where a word begins. */
const actsInFront = new Set(['~', '#']);
const blanks = new Set([' ', '\t', '\n', '\r']);
/** What a backslash takes the meaning of within double quotes; before anything else it stands for itself there. */
const escapedInDoubleQuotes = new Set(['$', '`', '"', '\\', '\n']);

export function splitCommand(text: string): TypedCommand {
  const words: string[] = [];
  const shellOnly = new Set<string>();
  /** Null: between two words. */
  let word: string | null = null;
  let quote: "'" | '"' | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote === "'") {
      if (character === "'") quote = null;
      else word = `${word ?? ''}${character}`;
    } else if (character === '\\' && (quote === null || escapedInDoubleQuotes.has(text[at + 1] ?? ''))) {
      const next = text[++at];
      if (next === undefined) return { words, shellOnly: [...shellOnly], problem: trailingBackslash };
      // A line that goes on on the next one.
      if (next !== '\n') word = `${word ?? ''}${next}`;
    } else if (quote === '"') {
      if (character === '"') quote = null;
      else word = `${word ?? ''}${character}`;
      if (character === '$' || character === '`') shellOnly.add(character);
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (blanks.has(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      if (actsAnywhere.has(character) || (word === null && actsInFront.has(character))) {
        shellOnly.add(character);
      }
      if (character === '=' && words.length === 0 && /^[a-z_]\w*$/i.test(word ?? '')) {
        shellOnly.add(`${word ?? ''}=`);
      }
      word = `${word ?? ''}${character}`;
    }
  }
  if (word !== null) words.push(word);
  return { words, shellOnly: [...shellOnly], problem: quote === null ? null : unclosed(quote) };
}

const trailingBackslash =
  'The command ends with a backslash: put what it is to protect behind it, or leave it out.';
const unclosed = (quote: string): string => `A quote (${quote}) is opened and not closed.`;
