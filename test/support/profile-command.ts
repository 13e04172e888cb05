import { join } from 'node:path';
import { expect } from 'vitest';
import type { ProfileReport } from '../../src/shared/profile-report.ts';
import { runCorelane, startCorelane, type CommandOptions, type CommandResult } from './command-line.ts';
import { ownFolder } from './own-folder.ts';

/** Its one JSON object. */
export function parseProfile({ stdout, stderr }: CommandResult): ProfileReport {
  expect(stdout, stderr).toMatch(/^\{[^]*\}\n$/);
  return JSON.parse(stdout);
}

/** Where a test's session goes. */
export const ownSession = (): string => join(ownFolder(), 'run.corelane');

/** Profiles a command of the built command line to its end; the report is that of `--json`. */
export async function profiled(
  argv: readonly string[],
  options: CommandOptions = {},
  flags: readonly string[] = [],
): Promise<ProfileReport> {
  const result = await runCorelane(
    ['profile', '--json', '--out', ownSession(), ...flags, '--', ...argv],
    options,
  );
  return parseProfile(result);
}

/** Starts one whose output passes through. */
export function startProfile(argv: readonly string[], options: CommandOptions = {}, session = ownSession()) {
  const command = startCorelane(['profile', '--out', session, '--', ...argv], options);
  return { command, session };
}
