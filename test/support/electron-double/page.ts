import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { MessagePort } from 'node:worker_threads';

/** The frame of a page, as main sees it. */
export interface DoubleFrame {
  readonly url: string;
  readonly parent: DoubleFrame | null;
  postMessage(channel: string, message: unknown, ports: readonly MessagePort[]): void;
}

type PortListener = (event: { readonly ports: readonly MessagePort[] }) => void;

/** One load of a page: runs the built preload as a sandbox does, which lets it require nothing but `electron`. */
export class DoublePage {
  readonly frame: DoubleFrame;
  /** What the preload exposed to the page, by name. */
  readonly exposed: Record<string, unknown> = {};
  /** Ports that the page got, the last one last. */
  readonly ports: MessagePort[] = [];
  readonly #listeners = new Map<string, PortListener>();

  constructor(url: string, preload: string, send: (channel: string, frame: DoubleFrame) => void) {
    this.frame = {
      url,
      parent: null,
      postMessage: (channel, _message, ports) => this.#listeners.get(channel)?.({ ports }),
    };
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name: string, value: unknown) => (this.exposed[name] = value),
      },
      ipcRenderer: {
        send: (channel: string) => send(channel, this.frame),
        on: (channel: string, listener: PortListener) => this.#listeners.set(channel, listener),
      },
      webUtils: { getPathForFile: ({ name }: File) => `/dropped/${name}` },
    };
    const window = {
      postMessage: (data: unknown, target: string, ports: readonly MessagePort[]) =>
        this.#take(data, target, ports),
    };
    const require = (name: string): unknown => {
      if (name === 'electron') return electron;
      throw new Error(`a sandboxed preload cannot require ${name}`);
    };
    const run = compileFunction(readFileSync(preload, 'utf8'), ['require', 'window', 'File']);
    run(require, window, File);
  }

  /** Asks for a channel through what the preload exposed, as the page does. Null: there was no answer. */
  connect(): MessagePort | null {
    const before = this.ports.length;
    const bridge = this.exposed['corelane'];
    if (typeof bridge !== 'object' || bridge === null || !('connect' in bridge)) throw new Error('no bridge');
    if (typeof bridge.connect === 'function') bridge.connect();
    return this.ports[before] ?? null;
  }

  /** It is reloaded, closed or crashed: its end of every port is gone. */
  unload(): void {
    for (const port of this.ports) port.close();
  }

  #take(data: unknown, target: string, ports: readonly MessagePort[]): void {
    const [port] = ports;
    if (data !== 'corelane-port' || target !== '/' || port === undefined) {
      throw new Error('the preload posted what no page expects');
    }
    this.ports.push(port);
  }
}
