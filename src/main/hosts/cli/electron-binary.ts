import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Electron's package comes without its program, which it downloads when the package is imported. So nothing here imports it: the
 * program is looked for where the package's install script puts it, and the script is run on purpose or not at all.
 */

export type ElectronBinary =
  | { readonly type: 'found'; readonly path: string }
  /** `reason`: a clause, such as "github.com cannot be reached". */
  | { readonly type: 'absent'; readonly reason: string };

const reachMs = 1_000;
const fetchMs = 180_000;
const dayMs = 86_400_000;

/** Folder of the installed package; null: it is not installed. */
export function electronPackage(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

/** The program, if it has been downloaded. */
export function findElectron(folder: string): string | null {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
  try {
    // Written last by the install script: what it names is whole.
    const path = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/**
 * The program, downloaded if need be. That it could not be is remembered in `cacheFolder` for a day, so that starts
 * without a connection are not held up; `insist` tries all the same.
 */
export async function provideElectron(
  folder: string | null,
  cacheFolder: string,
  insist: boolean,
): Promise<ElectronBinary> {
  if (folder === null) return { type: 'absent', reason: 'its package is not installed' };
  const path = findElectron(folder);
  if (path !== null) return { type: 'found', path };
  const memory = join(cacheFolder, 'electron-not-fetched');
  const remembered = insist ? null : recentText(memory);
  if (remembered !== null) return { type: 'absent', reason: remembered };
  const failure = (await tryToReach(insist)) ?? (await runInstallScript(folder));
  const fetched = findElectron(folder);
  if (failure === null && fetched !== null) {
    rmSync(memory, { force: true });
    return { type: 'found', path: fetched };
  }
  const reason = failure ?? 'its install script brought none';
  remember(memory, reason);
  return { type: 'absent', reason };
}

function recentText(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined || Date.now() - found.mtimeMs > dayMs ? null : readFileSync(file, 'utf8');
}

function remember(file: string, reason: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, reason);
  } catch {
    // Then it is tried again at the next start.
  }
}

/** Why the download's server cannot be reached, as far as a second tells; null: it can. Behind a proxy only the script knows the way. */
async function tryToReach(insist: boolean): Promise<string | null> {
  if (insist || process.env['ELECTRON_GET_USE_PROXY'] !== undefined) return null;
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  const server = URL.parse(mirror ?? 'https://github.com/');
  if (server === null) return `${mirror} is no address to fetch it from`;
  try {
    await fetch(server, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(reachMs) });
    return null;
  } catch {
    return `${server.host} cannot be reached`;
  }
}

/** Why it failed, as a clause; null: it did not. */
function runInstallScript(folder: string): Promise<string | null> {
  process.stderr.write('corelane: Fetching Electron, once (about 110 MB)…\n');
  const script = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: fetchMs,
  });
  let said = '';
  script.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4_000)));
  return new Promise((resolve) => {
    script.on('error', () => resolve('its install script could not be run'));
    script.on('close', (code, signal) => {
      if (code === 0) return resolve(null);
      const [why] = /^\w*Error: .*$/m.exec(said) ?? [];
      const took = signal === null ? '' : ` within ${fetchMs / 1_000} s`;
      resolve(`it could not be fetched${took}${why === undefined ? '' : ` (${why})`}`);
    });
  });
}
