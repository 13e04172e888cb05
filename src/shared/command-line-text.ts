/** Command lines that a window shows to be pasted into a terminal. */

/** The command as a POSIX shell reads it back, word for word. */
export const commandText = (words: readonly string[]): string =>
  words.map((word) => quoteForShell(word)).join(' ');

/** Bare where that is safe, else in single quotes. */
const quoteForShell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
