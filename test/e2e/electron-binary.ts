import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Set by a project of playwright.config.ts: the Electron to run in; null: the browser host, in Chromium. */
export interface HostChoice {
  readonly electron: string | null;
}

const packageFolder = fileURLToPath(new URL('../../node_modules/electron', import.meta.url));

/** The binary that the electron package has fetched; null when it has not. Importing the package would start a download. */
export function electronBinary(): string | null {
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}
