import { spawn, type ChildProcess } from 'node:child_process';
import { messageOf } from '../../../shared/errors.ts';
import { takeProfile, type BrowserProfile } from './browser-profile.ts';

const patienceMs = 3_000;

/**
 * A page as a window of its own. Nothing that a browser does beside it is wanted: questions at the first start, and
 * downloads of its own, which would run on the cores that are measured.
 */
const windowFlags = [
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-features=Translate,MediaRouter',
  '--hide-crash-restore-bubble',
  '--window-size=1280,860',
  '--class=corelane',
] as const;

/** As root Chromium refuses to start with a sandbox; `--test-type` keeps it from warning about that in the window. */
const rootFlags = ['--no-sandbox', '--test-type'] as const;

export interface BrowserWindowEvents {
  /** The browser ended: its window closed, or (`hint`, what it last said) it could not be started. */
  ended(hint: string): void;
}

/** A browser process that shows the window. */
export class BrowserWindow {
  readonly #child: ChildProcess;
  readonly #profile: BrowserProfile;
  readonly #gone: Promise<void>;
  #said = '';

  /** @throws when its profile cannot be written. */
  constructor(browser: string, url: string, cacheFolder: string, events: BrowserWindowEvents) {
    this.#profile = takeProfile(browser, cacheFolder);
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
    const flags = [...windowFlags, ...(asRoot ? rootFlags : [])];
    this.#child = spawn(browser, [`--app=${url}`, `--user-data-dir=${this.#profile.folder}`, ...flags], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = `${this.#said}${text}`.slice(-1_000);
    });
    this.#gone = new Promise((resolve) => {
      const end = (hint: string): void => {
        this.#profile.release();
        resolve();
        events.ended(hint);
      };
      this.#child.once('error', (error) => end(messageOf(error)));
      this.#child.once('exit', () => end(this.#said.trim().split('\n').at(-1) ?? ''));
    });
  }

  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    await this.#gone;
    clearTimeout(timer);
  }
}
