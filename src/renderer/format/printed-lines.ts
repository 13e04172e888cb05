import { plainText } from './plain-text.ts';

/** The lines of a piece of output, without what colours them; an end of line begins none. */
export const printedLines = (text: string): readonly string[] =>
  plainText(text)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
