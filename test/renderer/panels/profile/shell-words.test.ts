import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../../../../src/renderer/panels/profile/shell-words.ts';
import { commandText } from '../../../../src/shared/command-line-text.ts';

const words = (text: string) => splitCommand(text).words;

describe('a typed command line', () => {
  it('is parted at blanks, however many there are', () => {
    expect(words('  python3   a.py\t--n 3 ')).toEqual(['python3', 'a.py', '--n', '3']);
    expect(words('')).toEqual([]);
  });

  it('keeps together what quotes and backslashes keep together', () => {
    expect(words(`a 'b  c' "d \\" e" f\\ g ''`)).toEqual(['a', 'b  c', 'd " e', 'f g', '']);
    expect(words(`--name="two words"'x'`)).toEqual(['--name=two wordsx']);
    expect(words(String.raw`"a\b" 'a\b' a\b`)).toEqual([String.raw`a\b`, String.raw`a\b`, 'ab']);
    expect(words('a \\\n b')).toEqual(['a', 'b']);
  });

  it('says what is not closed', () => {
    expect(splitCommand(`a 'b`).problem).toMatch(/quote \('\)/);
    expect(splitCommand('a "b').problem).toMatch(/quote \("\)/);
    expect(splitCommand('a \\').problem).toMatch(/backslash/);
    expect(splitCommand('a "b"').problem).toBeNull();
  });

  it('names what only a shell would act on, and nothing that is protected from one', () => {
    expect(splitCommand('cat *.txt | wc > ~/n $HOME').shellOnly).toEqual(['*', '|', '>', '~', '$']);
    expect(splitCommand('a "$X" \'*\' \\* x~ y#').shellOnly).toEqual(['$']);
    expect(splitCommand('LANG=C sort a=b').shellOnly).toEqual(['LANG=']);
    expect(splitCommand('./run --n=3 a:b,c@d').shellOnly).toEqual([]);
  });

  it('reads back what was written for a shell, word for word', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (argv) => {
        const { words: read, problem, shellOnly } = splitCommand(commandText(argv));
        expect(read).toEqual(argv);
        expect(problem).toBeNull();
        if (!/^\w+=/.test(argv[0] ?? '')) expect(shellOnly).toEqual([]);
      }),
    );
  });
});
