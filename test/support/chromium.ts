import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/**
 * The Chromium that tests drive: one that is installed, else Playwright's own. Null when there is none;
 * `provide-chromium.ts` gets one.
 */
export function findChromium(): string | null {
  const named = process.env['CORELANE_TEST_BROWSER'];
  const candidates = [...(named === undefined ? [] : [named]), ...installed(), chromium.executablePath()];
  return candidates.find(isExecutable) ?? null;
}

/** The one that is there. @throws Error with the way to get one. */
export function requireChromium(): string {
  const found = findChromium();
  if (found === null) {
    throw new Error('There is no Chromium to test with. Run `npm run test:browser`, which gets one.');
  }
  return found;
}

/** Flags for tests: no sandbox where Chromium refuses one (root), and nothing that calls out of this machine. */
export const testFlags = (): readonly string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-dev-shm-usage',
];

function installed(): readonly string[] {
  if (process.platform === 'darwin') {
    return ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  }
  if (process.platform === 'win32') {
    const roots = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)']];
    return roots.flatMap((root) =>
      root === undefined ? [] : [join(root, 'Google', 'Chrome', 'Application', 'chrome.exe')],
    );
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Runs, and not only is there: Ubuntu's `chromium-browser` may be a script that only says to install a snap. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}
