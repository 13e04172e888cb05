import { mkdirSync } from 'node:fs';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import type { Settings } from '../../../shared/workplace.ts';
import { expandPath } from './folder-listing.ts';
import { requireInterpreters } from './interpreters.ts';

/**
 * A change of settings as it can be kept: paths whole, the folder for sessions there, interpreters tried. Rejects with usage or
 * interpreter-unusable for what would not work.
 */
export async function usableSettings(change: Partial<Settings>): Promise<Partial<Settings>> {
  const whole = { ...change };
  for (const name of ['sessionsFolder', 'node', 'python'] as const) {
    const path = change[name];
    if (typeof path === 'string') whole[name] = expandPath(path);
  }
  if (typeof whole.sessionsFolder === 'string') makeFolder(whole.sessionsFolder);
  await requireInterpreters(whole);
  return whole;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    throw new CorelaneError(
      'usage',
      `Sessions cannot be kept in ${folder}: ${messageOf(thrown)}.`,
      'Choose a folder that you may write to.',
      { cause: thrown },
    );
  }
}
