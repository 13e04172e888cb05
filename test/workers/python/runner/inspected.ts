import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspectTask } from '../../../../src/main/engine/workplace/inspect-task.ts';
import { builtEntries } from '../../../../src/main/engine/worker-entries.ts';
import { CorelaneError } from '../../../../src/shared/errors.ts';
import type { InspectedTask } from '../../../../src/shared/workplace.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { python } from '../../../support/python.ts';

const entries = builtEntries(new URL('../../../../out/main/cli.js', import.meta.url).href);

/** Writes a module in a folder of the test's own, with other files beside it, and gives its path. */
export function moduleFile(
  source: string,
  { name = 'work.py', beside = {} }: { name?: string; beside?: Readonly<Record<string, string>> } = {},
): string {
  const folder = ownFolder();
  for (const [file, text] of Object.entries({ ...beside, [name]: source })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return join(folder, name);
}

/** Has the built engine inspect FILE:FUNCTION. */
export const inspected = (task: string, inputs: string | null = null): Promise<InspectedTask> =>
  inspectTask(task, { inputs, node: null, python }, entries);

/** The error that inspecting ends with; fails when it does not. */
export async function refusalOf(task: string, inputs: string | null = null): Promise<CorelaneError> {
  try {
    await inspected(task, inputs);
  } catch (thrown) {
    if (thrown instanceof CorelaneError) return thrown;
    throw thrown;
  }
  throw new Error(`${task} was not refused`);
}
