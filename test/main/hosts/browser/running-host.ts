import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { Mark } from '../../../support/marked-processes.ts';

const launcher = fileURLToPath(new URL('../../../../bin/corelane', import.meta.url));

export interface HostEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All of stdout and stderr. */
  readonly printed: string;
}

/** The built app as `corelane open` starts it, in folders of its own. */
export interface RunningHost {
  readonly process: ChildProcess;
  /** Marks everything that it started. */
  readonly mark: Mark;
  /** Holds its data, cache and settings. */
  readonly folder: string;
  readonly ended: Promise<HostEnd>;
  /** Resolves when stdout or stderr matches; rejects when it ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it and removes its folder. */
  end(): Promise<void>;
}

/** For one test, which ends it. */
export function startApp(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  command = launcher,
): RunningHost {
  const host = startAppToKeep(args, env, command);
  onTestFinished(() => host.end());
  return host;
}

/** For a file of tests, which ends it. */
export function startAppToKeep(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  command = launcher,
): RunningHost {
  const mark = new Mark();
  const folder = mkdtempSync(join(tmpdir(), 'corelane-host-'));
  const child = spawn(command, ['open', ...args], {
    cwd: folder,
    env: {
      ...process.env,
      ...mark.env,
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const lookers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
      for (const look of lookers) look();
    });
  }
  const ended = new Promise<HostEnd>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, printed }));
  });
  return {
    process: child,
    mark,
    folder,
    ended,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(printed);
          if (found !== null) resolve(found);
        };
        lookers.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended without printing ${pattern}:\n${printed}`)));
      }),
    end: async () => {
      child.kill('SIGTERM');
      await ended;
      await mark.expectNoneLeft();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where a host listens, and its secret. */
export interface Address {
  readonly url: string;
  readonly port: number;
  readonly authority: string;
  readonly secret: string;
}

export async function addressOf(host: RunningHost): Promise<Address> {
  const [url, port, secret = ''] = await host.prints(/http:\/\/127\.0\.0\.1:(\d+)\/([^/\s]+)\//);
  return { url, port: Number(port), authority: `127.0.0.1:${port}`, secret };
}

/** A bare connection, on which anything can be said. `allowHalfOpen`: it is not ended when the host ends it. */
export async function rawConnection(port: number, allowHalfOpen = false): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** What the host answers to exactly these bytes until it closes the connection. */
export async function rawExchange(port: number, bytes: string): Promise<string> {
  const socket = await rawConnection(port);
  let answer = '';
  socket.setEncoding('latin1').on('data', (piece: string) => (answer += piece));
  socket.write(bytes, 'latin1');
  await closed(socket);
  return answer;
}

/** A host that closes before it has read everything resets the connection, which is an end like any other. */
export const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())));

/** A WebSocket to the host, as its own page opens it. */
export const openSocket = (
  { authority, secret }: Address,
  headers: Readonly<Record<string, string>> = { origin: `http://${authority}` },
): WebSocket => new WebSocket(`ws://${authority}/${secret}/engine`, { headers });

/** The status that refused a handshake; null: it was accepted. */
export async function refusalOf(socket: WebSocket): Promise<number | null> {
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(null);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

/** The code with which the host closes a connection. */
export function closeCode(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', resolve));
}
