import { stripVTControlCharacters } from 'node:util';

/** Columns a terminal takes for the text: colours take none, East Asian wide characters and emoji two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) {
    width += /\p{Mark}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  }
  return width;
}

const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60]/u;

/** Uncoloured text cut to at most `columns`, with an ellipsis where something was cut off. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let fitted = '';
  let width = 1;
  for (const character of text) {
    width += textWidth(character);
    if (width > columns) break;
    fitted += character;
  }
  return columns < 1 ? '' : `${fitted}…`;
}

/**
 * Text on lines of at most `columns`, broken at spaces; what begins it stays in place, and lines after the first begin
 * with `indent` spaces.
 */
export function wrapText(text: string, columns: number, indent = 0): string {
  const [first = '', ...words] = text.trimStart().split(' ');
  const lines: string[] = [];
  let line = ' '.repeat(text.length - text.trimStart().length) + first;
  for (const word of words) {
    if (textWidth(line) + 1 + textWidth(word) > columns) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else {
      line += ` ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
