import { join } from 'node:path';
import { expect } from 'vitest';
import type { LabReport } from '../../../../src/shared/lab-report.ts';
import { parseReport, runCorelane } from '../../../support/command-line.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { ownFolder } from '../../../support/own-folder.ts';

/** Options of a small lab: these executors with two workers. */
export const only = (executors: string): readonly string[] => ['--executors', executors, '--workers', '2'];

/**
 * Runs `lab --json`, each configuration once unless the options say otherwise, and gives its report. Fails when it ends with
 * another code than 0, prints a stack, or leaves a process behind.
 */
export async function recordLab(
  task: string,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<LabReport> {
  const mark = new Mark();
  const folder = ownFolder();
  const args = ['lab', task, '--repeat', '1', '--out', join(folder, 'run.corelane'), '--json', ...options];
  const result = await runCorelane(args, { cwd: folder, env: { ...mark.env, ...env } });
  const report = parseReport(result);
  expect(result.stderr).not.toMatch(/^ {4}at /m);
  expect(result.code).toBe(0);
  await mark.expectNoneLeft();
  return report;
}
