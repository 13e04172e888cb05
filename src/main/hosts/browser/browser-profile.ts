import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isSnap } from './browser-program.ts';

/** A folder of the browser's for one running host. */
export interface BrowserProfile {
  readonly folder: string;
  /** Lets the next host have it. */
  release(): void;
}

/**
 * The browser keeps its profile between runs, as the first start in an empty one is slow. But two browsers in one profile would be one
 * process, and its end would say nothing: so each running host takes the first profile that no other has.
 * @throws when the folder cannot be written.
 */
export function takeProfile(browser: string, cacheFolder: string): BrowserProfile {
  const root = isSnap(browser)
    ? join(homedir(), 'snap', 'chromium', 'common', 'corelane')
    : join(cacheFolder, 'browser');
  for (let number = 1; ; number += 1) {
    const folder = join(root, String(number));
    // What it keeps is nobody else's: the window's secret address is in it.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const claim = join(root, `${number}.host`);
    if (claimed(claim)) return { folder, release: () => rmSync(claim, { force: true }) };
  }
}

function claimed(claim: string): boolean {
  try {
    writeFileSync(claim, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (isRunning(Number(readFileSync(claim, 'utf8')))) return false;
  // Its host was killed before it could release it.
  rmSync(claim, { force: true });
  return claimed(claim);
}

function isRunning(pid: number): boolean {
  try {
    // A claim that was just being written is empty, and belongs to a running host.
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
}
