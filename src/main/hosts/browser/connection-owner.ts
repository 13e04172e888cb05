import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/**
 * Whether another user of this machine is at the other end of a loopback connection. Only Linux tells; elsewhere, and
 * when it does not, the answer is no.
 */
export async function isOtherUsers({ remotePort, localPort }: Socket): Promise<boolean> {
  const self = process.getuid?.();
  if (process.platform !== 'linux' || remotePort === undefined || localPort === undefined) return false;
  const table = await readFile('/proc/net/tcp', 'latin1').catch(() => '');
  const owner = ownerOf(table, remotePort, localPort);
  return owner !== null && owner !== self;
}

const loopback = '0100007F';
const endpoint = (port: number): string => `${loopback}:${port.toString(16).toUpperCase().padStart(4, '0')}`;

/** The user id of the socket from `from` to `to`, both ports of 127.0.0.1, in the kernel's table of sockets. Null: it is not there. */
export function ownerOf(table: string, from: number, to: number): number | null {
  for (const line of table.split('\n')) {
    const [, local, remote, , , , , uid] = line.trim().split(/\s+/);
    if (local === endpoint(from) && remote === endpoint(to)) return Number(uid);
  }
  return null;
}
