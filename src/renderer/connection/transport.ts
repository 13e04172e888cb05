import { portMessage, type ElectronBridge } from '../../shared/host-link.ts';

/**
 * A channel to the host, whatever carries it. It only moves messages: bytes are the engine's, text is the host's
 * (host-link.ts).
 */
export interface Transport {
  post(message: string | Uint8Array<ArrayBuffer>): void;
  /** Listens, once; what came before is handed over then. */
  on(listener: TransportListener): void;
  /** Closes it from this side; the listener is not told. */
  close(): void;
}

export interface TransportListener {
  message(message: string | Uint8Array): void;
  /** The channel is gone for good; another has to be opened. */
  closed(): void;
}

/** A channel that is open. Rejects when there is nobody at the other end. */
export type OpenTransport = () => Promise<Transport>;

/** The host that served this page: Electron's bridge when there is one, else a socket beside the page. */
export function hostTransport(bridge: ElectronBridge | undefined, page: Location): OpenTransport {
  if (bridge !== undefined) return () => overPort(bridge);
  const address = new URL('engine', page.href);
  address.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  return () => overSocket(address.href);
}

function overSocket(address: string): Promise<Transport> {
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const inbox = new Inbox();
  socket.addEventListener('message', ({ data }) => inbox.message(data));
  socket.addEventListener('close', () => inbox.closed());
  return new Promise((resolve, reject) => {
    socket.addEventListener('close', () => reject(new Error('the socket closed')), { once: true });
    socket.addEventListener(
      'open',
      () =>
        resolve({
          post: (message) => socket.send(message),
          on: (listener) => inbox.on(listener),
          close: () => {
            inbox.silence();
            socket.close();
          },
        }),
      { once: true },
    );
  });
}

function overPort(bridge: ElectronBridge): Promise<Transport> {
  return new Promise((resolve) => {
    const receive = ({ data, source, ports: [port] }: MessageEvent) => {
      if (data !== portMessage || source !== window || port === undefined) return;
      window.removeEventListener('message', receive);
      resolve(portTransport(port));
    };
    window.addEventListener('message', receive);
    bridge.connect();
  });
}

function portTransport(port: MessagePort): Transport {
  const inbox = new Inbox();
  port.addEventListener('message', ({ data }) => inbox.message(data));
  port.addEventListener('close', () => inbox.closed());
  port.start();
  return {
    post: (message) => port.postMessage(typeof message === 'string' ? message : message.buffer),
    on: (listener) => inbox.on(listener),
    close: () => {
      inbox.silence();
      port.close();
    },
  };
}

/** Keeps what arrives before anybody listens. */
class Inbox {
  #listener: TransportListener | null = null;
  #waiting: (string | Uint8Array)[] = [];
  #isClosed = false;
  #isSilent = false;

  on(listener: TransportListener): void {
    this.#listener = listener;
    for (const message of this.#waiting.splice(0)) listener.message(message);
    if (this.#isClosed) listener.closed();
  }

  silence(): void {
    this.#isSilent = true;
  }

  message(data: unknown): void {
    const message = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    if (this.#isSilent || !(typeof message === 'string' || message instanceof Uint8Array)) return;
    if (this.#listener === null) this.#waiting.push(message);
    else this.#listener.message(message);
  }

  closed(): void {
    this.#isClosed = true;
    if (!this.#isSilent) this.#listener?.closed();
  }
}
