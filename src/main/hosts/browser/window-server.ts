import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import type { Asset, AssetSource } from '../page/assets.ts';
import { isOtherUsers } from './connection-owner.ts';
import { isSecret, judgeRequest, judgeUpgrade, knockOf, newSecret } from './gate.ts';
import { securityHeaders } from '../page/security-headers.ts';

export interface WindowServerOptions {
  readonly assets: AssetSource;
  /** For the origin of the window's WebSocket. */
  readonly policy: (socketOrigin: string) => string;
  /** A window's connection, past the gate. */
  readonly onWindow: (socket: WebSocket) => void;
  /** In development, Vite's page asks for its modules by absolute paths, outside of the secret one. */
  readonly openPaths: AssetSource | null;
}

/** A window asks in small frames; answers may be large. */
const maximumFrameBytes = 8 * 2 ** 20;

/** Serves the window's page and its WebSocket on 127.0.0.1 behind a secret path. */
export class WindowServer {
  readonly #options: WindowServerOptions;
  readonly #secret = newSecret();
  /** Those not used yet. */
  readonly #keys = new Set<string>();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maximumFrameBytes,
    maxFragments: 1024,
    // Browsers send no pings; whoever does is not to fill the memory with answers.
    autoPong: false,
  });
  #authority = '';
  #headers: Readonly<Record<string, string>> = {};

  constructor(options: WindowServerOptions) {
    this.#options = options;
    this.#server = createServer({
      // Whoever dribbles a request holds a connection for seconds, not for ever.
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
    });
    this.#server.maxConnections = 256;
    this.#server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.#answer(request, response);
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
  }

  /** Resolves when it listens. @throws CorelaneError internal when no port can be had. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) =>
        reject(
          new CorelaneError(
            'internal',
            `Corelane cannot listen on 127.0.0.1: ${messageOf(error)}.`,
            'Check that the loopback interface is up and that connections to it are allowed.',
            { cause: error },
          ),
        ),
      );
      this.#server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('not listening on a port');
    this.#authority = `127.0.0.1:${address.port}`;
    this.#headers = securityHeaders(this.#options.policy(`ws://${this.#authority}`));
  }

  /** The window's address. Whoever knows it can use Corelane as the user does. */
  get url(): string {
    return `http://${this.#authority}/${this.#secret}/`;
  }

  /**
   * An address for a browser's command line, which everybody on the machine can read. It is good for one load, which leads on to the
   * secret one, and on Linux for this user only; elsewhere, who is quick enough to use it first leaves the user
   * before a window that does not open. A redirect rather than a cookie: those of 127.0.0.1 are sent to every port.
   */
  singleUseUrl(): string {
    const key = newSecret();
    this.#keys.add(key);
    return `http://${this.#authority}/${key}`;
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const knock = knockOf(request);
    const passage = judgeRequest(knock, this.#authority, this.#secret);
    if (passage.type === 'page') {
      return this.#give(response, await this.#options.assets.get(passage.path));
    }
    if (passage.status !== 404) return this.#refuse(response, passage.status);
    if (await this.#opens(knock.url, request)) {
      return this.#send(response, 303, { Location: `/${this.#secret}/` });
    }
    this.#give(response, (await this.#options.openPaths?.get(knock.url.slice(1))) ?? null);
  }

  /** Whether it is an unused key, in the hands of this user. In others' it stays unused. */
  async #opens(url: string, { socket }: IncomingMessage): Promise<boolean> {
    const key = [...this.#keys].find((candidate) => isSecret(url.slice(1), candidate));
    return key !== undefined && !(await isOtherUsers(socket)) && this.#keys.delete(key);
  }

  #give(response: ServerResponse, asset: Asset | null): void {
    if (asset === null) return this.#refuse(response, 404);
    const caching = asset.immutable ? 'private, max-age=31536000, immutable' : 'no-store';
    const headers = { 'Content-Type': asset.contentType, 'Cache-Control': caching };
    this.#send(response, 200, headers, asset.bytes);
  }

  #refuse(response: ServerResponse, status: number): void {
    // What follows on this connection is not to be trusted either.
    this.#send(response, status, { Connection: 'close' });
  }

  #send(
    response: ServerResponse,
    status: number,
    headers: Readonly<Record<string, string>>,
    bytes: Uint8Array = new Uint8Array(0),
  ): void {
    response.writeHead(status, {
      ...this.#headers,
      'Cache-Control': 'no-store',
      'Content-Length': bytes.length,
      ...headers,
    });
    response.end(bytes);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    if (!judgeUpgrade(knockOf(request), this.#authority, this.#secret)) {
      // Not left half open: whoever was refused would hold the connection for as long as they like.
      socket.once('finish', () => socket.destroy());
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (window) => this.#options.onWindow(window));
  }
}
