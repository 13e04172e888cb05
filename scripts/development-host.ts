import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../src/main/engine/library/cache-folder.ts';
import { electronPackage, findElectron } from '../src/main/hosts/cli/electron-binary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = (name: string): string => fileURLToPath(new URL(`../out/main/${name}`, import.meta.url));

/** The host that shows the window during development: Electron when its program is there, else the browser host. */
export class DevelopmentHost {
  readonly #pageServer: string;
  readonly #args: readonly string[];
  readonly #onEnd: (code: number) => void;
  readonly #electron = findElectron(electronPackage() ?? '');
  #child: ChildProcess | null = null;
  /** The restart under way, and those that wait for it: a rebuild of several parts asks for several. */
  #restarted: Promise<void> = Promise.resolve();
  #ended = false;

  /** `onEnd` is told when the host ended by itself: its window was closed. */
  constructor(pageServer: string, args: readonly string[], onEnd: (code: number) => void) {
    this.#pageServer = pageServer;
    this.#args = args;
    this.#onEnd = onEnd;
  }

  start(): void {
    const { NODE_ENV: _built, ...env } = process.env;
    const [program, args] = this.#command();
    const child = spawn(program, args, {
      cwd: root,
      env: { ...env, ELECTRON_RENDERER_URL: this.#pageServer },
      // The channel is the host's lifeline, too: it ends when this process is gone, however it went.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('exit', (code) => {
      if (this.#child === child) this.#onEnd(code ?? 1);
    });
  }

  /** The browser host starts another engine behind its open windows; Electron is started again. */
  async restartEngine(): Promise<void> {
    if (this.#electron !== null) return this.restart();
    if (this.#child?.connected === true) this.#child.send('restart-engine');
  }

  restart(): Promise<void> {
    this.#restarted = this.#restarted.then(async () => {
      await this.#stop();
      if (!this.#ended) this.start();
    });
    return this.#restarted;
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#restarted;
    await this.#stop();
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }

  #command(): readonly [string, readonly string[]] {
    if (this.#electron === null) {
      const hasDisplay = process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '';
      const shown = hasDisplay ? this.#args : ['--print-url', ...this.#args];
      return [process.execPath, [built('browser-host.js'), '--cache', cacheFolder(), ...shown]];
    }
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return [this.#electron, [...flags, built('index.js')]];
  }
}
