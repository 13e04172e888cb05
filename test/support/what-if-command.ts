import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { WhatIfReport } from '../../src/shared/what-if.ts';
import { runCorelane, type CommandResult } from './command-line.ts';
import { tracedPythons, type Python } from './hooked-python.ts';
import { ownSession } from './profile-command.ts';

/** A script of test/fixtures/python/what-if, as a path. */
export const whatIfFixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/python/what-if/${name}`, import.meta.url));

/** The oldest and the newest that there are: what is swapped differs most between them. */
export const swappedPythons: readonly Python[] = [
  ...new Set([tracedPythons.at(0), tracedPythons.at(-1)].filter((python) => python !== undefined)),
];

/** The one JSON object that `--json` promises. */
export function parseWhatIf({ stdout, stderr }: CommandResult): WhatIfReport {
  expect(stdout, stderr).toMatch(/^\{[^]*\}\n$/);
  return JSON.parse(stdout);
}

/** Tries a swap by the built command line, once for each side where the flags do not say otherwise. */
export async function tried(
  script: string,
  python: Python,
  flags: readonly string[] = [],
  session = ownSession(),
): Promise<WhatIfReport> {
  const repeat = flags.includes('--repeat') ? [] : ['--repeat', '1'];
  const result = await runCorelane([
    'what-if',
    whatIfFixture(script),
    '--json',
    '--out',
    session,
    '--python',
    python.path,
    ...repeat,
    ...flags,
  ]);
  expect(result.code, result.stderr).toBe(0);
  return parseWhatIf(result);
}
