import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StringFile, TextPieces } from '../../../../src/main/engine/tracing/string-file.ts';

describe('strings of a trace', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corelane-strings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = (name: string, lines: readonly string[]): string => {
    const path = join(folder, name);
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return path;
  };

  it('are found by number in whatever order, across pieces of the file and letters of several bytes', () => {
    const lines = Array.from({ length: 30_000 }, (_, line) => `${'ä'.repeat(line % 9)} ${line}`);
    const file = new StringFile(written('a', lines), new TextPieces());
    for (const number of [1, 30_000, 2, 15_000, 29_999, 7000, 7001]) {
      expect(file.at(number)).toBe(lines[number - 1]);
    }
    expect(file.at(30_001)).toBeNull();
    expect(file.at(0)).toBeNull();
  });

  it('are found when they were written after a look that did not, and when they are longer than a piece', () => {
    const path = written('a', ['first']);
    const file = new StringFile(path, new TextPieces());
    expect(file.at(2)).toBeNull();
    const long = 'x'.repeat(200_000);
    appendFileSync(path, `"seco`);
    expect(file.at(2)).toBeNull();
    appendFileSync(path, `nd"\n${JSON.stringify(long)}\n{"no":\n`);
    expect(file.at(2)).toBe('second');
    expect(file.at(3)).toBe(long);
    expect(file.at(4)).toBeNull();
    expect(file.at(1)).toBe('first');
  });

  it('of many files are told apart', () => {
    const pieces = new TextPieces();
    const files = Array.from(
      { length: 40 },
      (_, file) => new StringFile(written(`${file}`, ['of', `${file}`]), pieces),
    );
    for (const round of [1, 2, 3]) {
      for (const [number, file] of files.entries()) expect([round, file.at(2)]).toEqual([round, `${number}`]);
    }
  });
});
