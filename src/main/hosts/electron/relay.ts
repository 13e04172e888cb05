import { BrowserWindow, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import { portMessage, type HostToWindow, type WindowToHost } from '../../../shared/host-link.ts';
import type { EngineSupervisor, SupervisedWindow } from '../supervision/engine-supervisor.ts';
import { chooseFile } from './file-dialogs.ts';

/** The conversations of all windows: between the port of each page and the engine, and about what only the host can do. */
export class Relay {
  readonly #engine: EngineSupervisor;
  readonly #isOwnPage: (url: string) => boolean;
  readonly #channels = new WeakMap<BrowserWindow, Channel>();
  /** For windows whose page has not asked for its channel yet. */
  readonly #waiting = new WeakMap<BrowserWindow, HostToWindow[]>();

  constructor(engine: EngineSupervisor, isOwnPage: (url: string) => boolean) {
    this.#engine = engine;
    this.#isOwnPage = isOwnPage;
  }

  /** Gives a page its channel: ours, in the main frame of a window of ours. Anybody else gets no answer. */
  connect({ sender, senderFrame: frame }: IpcMainEvent): void {
    const window = BrowserWindow.fromWebContents(sender);
    if (window === null || frame === null || frame.parent !== null || !this.#isOwnPage(frame.url)) return;
    this.#channels.get(window)?.close();
    const { port1, port2 } = new MessageChannelMain();
    const channel = new Channel(port1, window, this.#engine);
    this.#channels.set(window, channel);
    frame.postMessage(portMessage, null, [port2]);
    for (const message of this.#waiting.get(window) ?? []) channel.tell(message);
    this.#waiting.delete(window);
  }

  tell(window: BrowserWindow, message: HostToWindow): void {
    const channel = this.#channels.get(window);
    if (channel === undefined) this.#waiting.set(window, [...(this.#waiting.get(window) ?? []), message]);
    else channel.tell(message);
  }
}

/** One load of a page: from its question for a channel until it is reloaded, closed or crashes. */
class Channel {
  readonly #port: MessagePortMain;
  readonly #window: BrowserWindow;
  readonly #engine: EngineSupervisor;
  readonly #conversation: SupervisedWindow;

  constructor(port: MessagePortMain, window: BrowserWindow, engine: EngineSupervisor) {
    this.#port = port;
    this.#window = window;
    this.#engine = engine;
    this.#conversation = engine.openWindow({
      // A copy of exactly these bytes: the payload may be a view of a larger buffer.
      receive: (payload) => port.postMessage(new Uint8Array(payload).buffer),
      engineChanged: (state) => this.tell({ type: 'engine', state }),
      overflowed: () => this.close(),
    });
    port.on('message', ({ data }: { data: unknown }) => {
      if (data instanceof ArrayBuffer) this.#conversation.send(new Uint8Array(data));
      else if (typeof data === 'string') void this.#obey(JSON.parse(data));
    });
    port.on('close', () => this.#conversation.close());
    port.start();
  }

  tell(message: HostToWindow): void {
    this.#port.postMessage(JSON.stringify(message));
  }

  close(): void {
    this.#conversation.close();
    this.#port.close();
  }

  async #obey(message: WindowToHost): Promise<void> {
    if (message.type === 'restart-engine') return this.#engine.restart();
    const { request, dialog } = message;
    this.tell({ type: 'file-chosen', request, path: await chooseFile(this.#window, dialog) });
  }
}
