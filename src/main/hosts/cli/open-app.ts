import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CorelaneError } from '../../../shared/errors.ts';
import { formatRoute } from '../../../shared/route.ts';
import { cacheFolder } from '../../engine/library/cache-folder.ts';
import { electronPackage, provideElectron, type ElectronBinary } from './electron-binary.ts';
import type { OpenOptions } from './open.ts';
import { routeOfTarget } from './open-target.ts';
import { runHost } from './run-host.ts';

/**
 * Opens the app for what the user named, in the host that fits, and stays until it is closed. Sets the exit code.
 * @throws CorelaneError usage when Electron was asked for and is not there; what `routeOfTarget` throws.
 */
export async function openApp(target: string | null, options: OpenOptions): Promise<void> {
  standWhereTheUserStands();
  const shown = await routeOfTarget(target);
  const route = target === null ? '' : formatRoute(shown);
  process.exitCode = (await tryElectron(route, options)) ?? (await runBrowserHost(route, options));
}

/** The exit code of Electron's host; null: the browser host is to open the window. */
async function tryElectron(
  route: string,
  { host, window, fetchElectron }: OpenOptions,
): Promise<number | null> {
  if (host === 'browser' || !window || !hasDisplay()) return null;
  const entry = fileURLToPath(new URL('../main/index.js', import.meta.url));
  const found: ElectronBinary = existsSync(entry)
    ? await provideElectron(electronPackage(), cacheFolder(), fetchElectron)
    : { type: 'absent', reason: 'this build has no part for it' };
  if (found.type === 'found') {
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
    const flags = asRoot ? ['--no-sandbox'] : [];
    const end = await runHost(found.path, [...flags, entry, ...(route === '' ? [] : [route])], {
      lifeline: false,
    });
    if (end !== null) return end;
  }
  const reason = found.type === 'found' ? 'its program does not run here' : found.reason;
  if (host === 'electron') {
    throw new CorelaneError(
      'usage',
      `There is no Electron to open the app in: ${reason}.`,
      'Leave out --host electron, or try to get it with --fetch-electron.',
    );
  }
  process.stderr.write(`corelane: Without Electron (${reason}), the app opens in a browser window.\n`);
  return null;
}

async function runBrowserHost(route: string, { window }: OpenOptions): Promise<number> {
  const entry = fileURLToPath(new URL('../main/browser-host.js', import.meta.url));
  const printUrl = !window || !hasDisplay() ? ['--print-url'] : [];
  const args = [entry, '--cache', cacheFolder(), `--route=${route}`, ...printUrl];
  return (await runHost(process.execPath, args, { lifeline: true })) ?? 1;
}

/** npm runs scripts in the package's folder; what the user names is meant from theirs. */
function standWhereTheUserStands(): void {
  const folder = process.env['INIT_CWD'];
  if (process.env['npm_lifecycle_event'] === 'start' && folder !== undefined) process.chdir(folder);
}

/** Whether a window can be seen where this runs. */
const hasDisplay = (): boolean =>
  process.platform === 'linux' ? isSet('DISPLAY') || isSet('WAYLAND_DISPLAY') : !isSet('SSH_CONNECTION');

const isSet = (name: string): boolean => (process.env[name] ?? '') !== '';
