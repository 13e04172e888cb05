import { BrowserWindow, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import { parseWindowMessage, portMessage, type HostToWindow } from '../../../shared/host-link.ts';
import type { EngineSupervisor } from '../supervision/engine-supervisor.ts';
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
    const channel = openChannel(port1, window, this.#engine);
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

interface Channel {
  tell(message: HostToWindow): void;
  close(): void;
}

/** For one load of a page: until it is reloaded, closed or crashes. */
function openChannel(port: MessagePortMain, window: BrowserWindow, engine: EngineSupervisor): Channel {
  const tell = (message: HostToWindow): void => port.postMessage(JSON.stringify(message));
  const close = (): void => {
    conversation.close();
    port.close();
  };
  const conversation = engine.openWindow({
    // A copy of exactly these bytes: the payload may be a view of a larger buffer.
    receive: (payload) => port.postMessage(new Uint8Array(payload).buffer),
    engineChanged: (state) => tell({ type: 'engine', state }),
    overflowed: close,
  });
  const obey = async (text: string): Promise<void> => {
    const message = parseWindowMessage(text);
    if (message === null) return close();
    if (message.type === 'restart-engine') return engine.restart();
    // The window may be gone before its dialog is shown.
    const path = await chooseFile(window, message.dialog).catch(() => null);
    tell({ type: 'file-chosen', request: message.request, path });
  };
  port.on('message', ({ data }: { data: unknown }) => {
    if (data instanceof ArrayBuffer) conversation.send(new Uint8Array(data));
    else if (typeof data === 'string') void obey(data);
  });
  port.on('close', () => conversation.close());
  port.start();
  return { tell, close };
}
