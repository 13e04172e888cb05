import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/** What decides which browser opens the window. */
export interface BrowserPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const unixNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
] as const;

const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'] as const;

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
] as const;

/** Where a browser of Chromium's kin may be, the best choice first. Only those can show a page as a window of its own (`--app`). */
export function browserCandidates({ platform, env }: BrowserPlace): readonly string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = (name: string): string[] => folders.map((folder) => join(folder, name));
  const chosen = env['CORELANE_BROWSER'] ?? '';
  if (chosen !== '') return /[/\\]/.test(chosen) ? [chosen] : onPath(chosen);
  if (platform === 'darwin') {
    const roots = ['/Applications', join(env['HOME'] ?? '/', 'Applications')];
    return macApps.flatMap((app) => roots.map((root) => `${root}/${app}.app/Contents/MacOS/${app}`));
  }
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return windowsPrograms.flatMap((program) =>
      roots.flatMap((root) => (root === undefined ? [] : [`${root}\\${program}`])),
    );
  }
  return unixNames.flatMap(onPath);
}

/**
 * The candidates that can be run, each program once. The first may still not start: Ubuntu's `chromium-browser` can be a script
 * that only tells what to install.
 */
export function findBrowsers(
  place: BrowserPlace = { platform: process.platform, env: process.env },
): readonly string[] {
  const byProgram = new Map<string, string>();
  for (const path of browserCandidates(place).filter(isExecutable)) {
    const program = realpathSync(path);
    if (!byProgram.has(program)) byProgram.set(program, path);
  }
  return [...byProgram.values()];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Ubuntu's Chromium is a snap, which reads nothing in hidden folders of the user's home. */
export const isSnap = (browser: string): boolean =>
  browser.startsWith('/snap/') || basename(realpathSync(browser)) === 'snap';
