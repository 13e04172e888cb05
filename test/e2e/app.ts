import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  _electron,
  test as base,
  chromium,
  expect,
  type Browser,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import { formatRoute, type Route } from '../../src/shared/route.ts';
import type { HostChoice } from './electron-binary.ts';
import { requireChromium, testFlags } from '../support/chromium.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The app under test, with folders of its own: nothing of the user's is read or written. */
export interface App {
  /** A first or further window. */
  openWindow(options?: WindowOptions): Promise<Page>;
  /** A folder for the test's tasks and exports; its sessions are in `sessions`. */
  readonly folder: string;
  readonly sessions: string;
  /** Copies one of the bundled examples into the test's folder. Gives its path. */
  example(name: string): string;
  /** Writes a file into the test's folder. Gives its path. */
  write(name: string, text: string): string;
  /** A task that waits, so that a lab of it can be looked at, reloaded and cancelled while it runs. */
  patientTask(): string;
  /** The host's process. */
  readonly host: ChildProcess;
  readonly inElectron: boolean;
  /** What windows complained about: errors and refusals of the content security policy. */
  readonly complaints: readonly string[];
}

export interface WindowOptions {
  readonly route?: Route;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

export const test = base.extend<HostChoice & { app: App }>({
  electron: [null, { option: true }],
  app: async ({ electron }, give) => {
    const folder = mkdtempSync(join(tmpdir(), 'corelane-e2e-'));
    const surroundings = ownSurroundings(folder);
    const running =
      electron === null
        ? await startBrowserHost(folder, surroundings)
        : await startElectron(electron, folder, surroundings);
    try {
      await give(running.app);
      expect(running.app.complaints).toEqual([]);
    } finally {
      await running.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

export { expect };

function ownSurroundings(folder: string): Record<string, string> {
  const own = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  return {
    ...Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    HOME: own('home'),
    XDG_DATA_HOME: own('data'),
    XDG_CONFIG_HOME: own('config'),
    XDG_CACHE_HOME: own('cache'),
  };
}

interface RunningApp {
  readonly app: App;
  end(): Promise<void>;
}

/** As a user without a display starts it: the launcher prints a URL, and Chromium opens it. */
async function startBrowserHost(folder: string, env: Record<string, string>): Promise<RunningApp> {
  const host = spawn(join(root, 'bin', 'corelane'), ['open', '--browser', '--no-window'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => host.on('close', () => resolve()));
  const browser = await chromium.launch({ executablePath: requireChromium(), args: [...testFlags()] });
  const complaints: string[] = [];
  try {
    const url = await printedUrl(host);
    return {
      app: {
        ...paths(folder),
        host,
        inElectron: false,
        complaints,
        openWindow: (options = {}) => openPage(browser, url, options, complaints),
      },
      end: async () => {
        await browser.close();
        host.kill('SIGTERM');
        await ended;
      },
    };
  } catch (thrown) {
    await browser.close();
    host.kill('SIGTERM');
    throw thrown;
  }
}

async function openPage(
  browser: Browser,
  url: string,
  { route, width = 1280, height = 860, theme = 'light' }: WindowOptions,
  complaints: string[],
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  hear(page, complaints);
  await page.goto(`${url}${route === undefined ? '' : formatRoute(route)}`);
  await usable(page);
  return page;
}

async function startElectron(
  executablePath: string,
  folder: string,
  env: Record<string, string>,
): Promise<RunningApp> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath,
    args: [...flags, join(root, 'out', 'main', 'index.js')],
    env,
    cwd: folder,
  });
  const complaints: string[] = [];
  return {
    app: {
      ...paths(folder),
      host: electron.process(),
      inElectron: true,
      complaints,
      openWindow: (options = {}) => electronWindow(electron, options, complaints),
    },
    end: () => electron.close(),
  };
}

/** The window that is there already, for the first call; then one more, by asking the app as a second start would. */
async function electronWindow(
  electron: ElectronApplication,
  { route, width = 1280, height = 860, theme = 'light' }: WindowOptions,
  complaints: string[],
): Promise<Page> {
  const known = electron.windows().filter((page) => complaintsHeard.has(page)).length;
  if (known > 0) await electron.evaluate(({ app }) => app.emit('second-instance', {}, [], '', {}));
  const page = known === 0 ? await electron.firstWindow() : await electron.waitForEvent('window');
  hear(page, complaints);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme });
  if (route !== undefined) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, formatRoute(route));
  }
  await usable(page);
  return page;
}

const complaintsHeard = new WeakSet<Page>();

function hear(page: Page, complaints: string[]): void {
  complaintsHeard.add(page);
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
}

/** The window says so itself, once it has what it needs from the engine. */
export const usable = (page: Page): Promise<void> =>
  expect(page.locator('html')).toHaveAttribute('data-ready', 'true');

const paths = (folder: string): Pick<App, 'folder' | 'sessions' | 'example' | 'write' | 'patientTask'> => ({
  folder,
  sessions: join(folder, 'data', 'corelane', 'sessions'),
  example: (name) => {
    const target = join(folder, name);
    cpSync(join(root, 'examples', name), target);
    return target;
  },
  write: (name, text) => writeInto(folder, name, text),
  patientTask: () => writeInto(folder, 'patient.mjs', patientSource),
});

function writeInto(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const patientSource = `
import { setTimeout as wait } from 'node:timers/promises';
export const meta = { name: 'patient', tasks: 400 };
export default () => wait(100);
`;

function printedUrl(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const hearPiece = (piece: string): void => {
      printed += piece;
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(printed)?.[0];
      if (url !== undefined) resolve(url);
    };
    host.stdout?.setEncoding('utf8').on('data', hearPiece);
    host.stderr?.setEncoding('utf8').on('data', hearPiece);
    host.on('close', (code) => reject(new Error(`the app ended with ${code} and printed:\n${printed}`)));
    host.on('error', reject);
  });
}
