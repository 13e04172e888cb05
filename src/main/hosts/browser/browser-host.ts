import type { WebSocket } from 'ws';
import { messageOf } from '../../../shared/errors.ts';
import { EngineSupervisor } from '../supervision/engine-supervisor.ts';
import type { EngineProgram } from '../supervision/engine-run.ts';
import { BuiltAssets } from '../page/assets.ts';
import { findBrowsers } from './browser-program.ts';
import { BrowserWindow } from './browser-window.ts';
import { DevelopmentAssets } from './development-assets.ts';
import { HostLife } from './host-life.ts';
import type { HostOptions } from './host-options.ts';
import { builtPolicy, developmentPolicy } from '../page/security-headers.ts';
import { connectWindow } from './window-connection.ts';
import { WindowServer } from './window-server.ts';

export interface BrowserHostOptions extends HostOptions {
  readonly engine: EngineProgram;
  /** Folder of the built renderer. */
  readonly renderer: string;
  /** Vite's development server; null: the built renderer is served. */
  readonly developmentServer: URL | null;
  /** A line for the user: what did not go as wanted, and where a session was left. */
  readonly say: (line: string) => void;
  /** The window's address, when nothing else opens it. */
  readonly showUrl: (url: string) => void;
  /** Nothing of the host is left. */
  readonly onEnd: () => void;
}

/** The app in a browser: a server for its windows, an engine behind it, and a browser that shows the first window. */
export class BrowserHost {
  readonly #options: BrowserHostOptions;
  readonly #server: WindowServer;
  readonly #supervisor: EngineSupervisor;
  readonly #life: HostLife;
  readonly #windows = new Set<WebSocket>();
  #browser: BrowserWindow | null = null;
  #browserGone = false;
  #hadWindow = false;
  #awaitsUser = false;
  #ending: Promise<void> | null = null;

  /** @throws CorelaneError internal when the window has not been built. */
  constructor(options: BrowserHostOptions) {
    this.#options = options;
    const { developmentServer, renderer, engine } = options;
    const development = developmentServer === null ? null : new DevelopmentAssets(developmentServer);
    this.#server = new WindowServer({
      assets: development ?? new BuiltAssets(renderer),
      policy: development === null ? builtPolicy : developmentPolicy,
      openPaths: development,
      onWindow: (socket) => this.#connect(socket),
    });
    this.#supervisor = new EngineSupervisor({ program: engine, onChange: () => this.#onEngine() });
    this.#life = new HostLife(
      () => ({
        windows: this.#windows.size,
        hadWindow: this.#hadWindow,
        jobs: this.#supervisor.status.jobs,
        browserGone: this.#browserGone,
        awaitsUser: this.#awaitsUser,
      }),
      () => void this.end(),
    );
  }

  /** Listens, opens the window and starts the engine. @throws CorelaneError internal when no port can be had. */
  async start(): Promise<void> {
    await this.#server.listen();
    const { printUrl } = this.#options;
    // The browser first: it takes longest.
    if (printUrl) this.#printUrl(null);
    else this.#openWindow(findBrowsers());
    this.#supervisor.start();
    this.#life.reconsider();
  }

  /** Resolves when engine, browser and server are gone. A lab under way is stopped, and what it has measured is kept. */
  end(): Promise<void> {
    this.#ending ??= this.#shutDown();
    return this.#ending;
  }

  /** Starts another engine behind the open windows. */
  restartEngine(): Promise<void> {
    return this.#supervisor.restart();
  }

  #connect(socket: WebSocket): void {
    this.#hadWindow = true;
    this.#windows.add(socket);
    connectWindow(socket, this.#supervisor);
    socket.on('close', () => {
      this.#windows.delete(socket);
      this.#life.reconsider();
    });
    this.#life.reconsider();
  }

  /** In the first of the browsers that starts. */
  #openWindow([browser, ...others]: readonly string[]): void {
    if (browser === undefined) {
      return this.#printUrl(
        'No Chromium, Chrome or Edge was found to open the window in (CORELANE_BROWSER names one).',
      );
    }
    const onEnd = (hint: string): void => this.#onBrowserEnd(browser, others, hint);
    try {
      const url = `${this.#server.singleUseUrl()}${this.#options.route}`;
      this.#browser = new BrowserWindow(browser, url, this.#options.cacheFolder, { ended: onEnd });
    } catch (thrown) {
      onEnd(messageOf(thrown));
    }
  }

  #onBrowserEnd(browser: string, others: readonly string[], hint: string): void {
    this.#browser = null;
    if (this.#hadWindow || this.#ending !== null) this.#browserGone = true;
    else if (others.length > 0) this.#openWindow(others);
    else this.#printUrl(`The window could not be opened in ${browser}${hint === '' ? '.' : `: ${hint}`}`);
    this.#life.reconsider();
  }

  #printUrl(because: string | null): void {
    this.#awaitsUser = true;
    if (because !== null) this.#options.say(because);
    this.#options.showUrl(`${this.#server.url}${this.#options.route}`);
  }

  #onEngine(): void {
    const { state } = this.#supervisor;
    if (state.type === 'ended' && this.#ending === null) this.#options.say(state.reason);
    this.#life.reconsider();
  }

  async #shutDown(): Promise<void> {
    this.#life.stop();
    const { recording } = this.#supervisor.status;
    if (recording !== null) this.#options.say(`The lab was stopped; its session is ${recording}`);
    this.#server.close();
    await Promise.all([this.#supervisor.end(), this.#browser?.close()]);
    this.#options.onEnd();
  }
}
