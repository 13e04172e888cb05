import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isEmptyName, violationsOf } from './support/import-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const filesOf = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: root }).map((path) => path.replaceAll('\\', '/'));

describe('the rooms of the design', () => {
  const sources = filesOf('src/**/*.ts', 'src/**/*.tsx');

  it('import only what they may', () => {
    expect(sources.length).toBeGreaterThan(50);
    const violations = sources.flatMap((file) => violationsOf(file, readFileSync(`${root}/${file}`, 'utf8')));
    expect(violations).toEqual([]);
  });

  it('have no file or folder whose name says nothing', () => {
    expect(filesOf('src/**', 'test/**', 'bench/**', 'examples/**').filter(isEmptyName)).toEqual([]);
  });
});

describe('the check of them', () => {
  it.each([
    ['src/shared/units.ts', "import fs from 'node:fs';", 'node:fs'],
    ['src/shared/units.ts', "import type { Koffi } from 'koffi';", 'koffi'],
    ['src/shared/units.ts', "export * from '../main/engine/lab/lab.ts';", '../main/engine/lab/lab.ts'],
    ['src/shared/units.ts', 'export const width = window.innerWidth;', 'window'],
    ['src/shared/units.ts', 'export const home = process.env;', 'process'],
    ['src/workers/node/x.ts', "import '../../main/engine/lab/lab.ts';", '../../main/engine/lab/lab.ts'],
    ['src/workers/node/x.ts', "import { Command } from 'commander';", 'commander'],
    ['src/main/engine/x.ts', "const x = await import('../hosts/cli/lab.ts');", '../hosts/cli/lab.ts'],
    [
      'src/main/engine/x.ts',
      "type X = import('../../workers/node/clock.ts').X;",
      '../../workers/node/clock.ts',
    ],
    [
      'src/main/engine/x.ts',
      "const e = new URL('../workers/runner.js', import.meta.url);",
      '../workers/runner.js',
    ],
    ['src/main/engine/x.ts', "const e = createRequire(import.meta.url)('electron');", 'electron'],
    [
      'src/main/hosts/cli/x.ts',
      "import '../../../workers/node/runner.ts';",
      '../../../workers/node/runner.ts',
    ],
    ['src/main/hosts/browser/x.ts', "import { app } from 'electron';", 'electron'],
    ['src/main/hosts/browser/x.ts', "import '../../engine/lab/lab.ts';", '../../engine/lab/lab.ts'],
    ['src/renderer/App.tsx', "import '../main/engine/lab/lab.ts';", '../main/engine/lab/lab.ts'],
    ['src/renderer/App.tsx', "import { readFileSync } from 'node:fs';", 'node:fs'],
    ['src/elsewhere/x.ts', '', ''],
  ])('catches in %s: %s', (file, source, specifier) => {
    expect(violationsOf(file, source)).toMatchObject([{ file, specifier }]);
  });

  it('lets through what is allowed', () => {
    const allowed = "import fs from 'node:fs';\nimport { x } from '../../shared/x.ts';\n";
    expect(violationsOf('src/workers/node/x.ts', allowed)).toEqual([]);
    expect(violationsOf('src/main/index.ts', "import { app } from 'electron';")).toEqual([]);
  });

  it('knows an empty name wherever it stands', () => {
    expect(isEmptyName('src/shared/utils.ts')).toBe(true);
    expect(isEmptyName('test/helpers/x.ts')).toBe(true);
    expect(isEmptyName('src/common/x.ts')).toBe(true);
    expect(isEmptyName('src/main/common-prefix.ts')).toBe(false);
  });
});
