import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Both ends of a connection between programs of this machine, addresses in IPv4. */
export interface Call {
  readonly from: { readonly address: string; readonly port: number };
  readonly to: { readonly address: string; readonly port: number };
}

/**
 * Whether another user of this machine is at the other end of a loopback connection. Only Linux tells; elsewhere, and
 * when it does not, the answer is no.
 */
export async function isOtherUsers(socket: Socket): Promise<boolean> {
  const self = process.getuid?.();
  const { remoteAddress, remotePort, localAddress, localPort } = socket;
  if (process.platform !== 'linux' || self === undefined) return false;
  if (remoteAddress === undefined || remotePort === undefined) return true;
  if (localAddress === undefined || localPort === undefined) return true;
  // A caller may use a socket of IPv6 for an address of IPv4, and its end stands in the other table then.
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'latin1').catch(() => '')),
  );
  const from = { address: remoteAddress, port: remotePort };
  const to = { address: localAddress, port: localPort };
  return isCallOfAnother(tables.join('\n'), { from, to }, self);
}

/**
 * The same by the kernel's tables of sockets. A caller that they do not show is a stranger, unless they do not show our own end of the
 * connection either: then they tell nothing, as under some systems that only resemble Linux.
 */
export function isCallOfAnother(tables: string, { from, to }: Call, self: number): boolean {
  const owner = ownerOf(tables, { from, to });
  return owner === null ? ownerOf(tables, { from: to, to: from }) !== null : owner !== self;
}

/** The user id of the socket at the calling end; null: it is not there. */
export function ownerOf(tables: string, { from, to }: Call): number | null {
  const [local, remote] = [endpoint(from), endpoint(to)];
  for (const line of tables.split('\n')) {
    const [, localEnd = '', remoteEnd = '', , , , , uid] = line.trim().split(/\s+/);
    if (asIpv4(localEnd) === local && asIpv4(remoteEnd) === remote) return Number(uid);
  }
  return null;
}

/** `127.0.0.1` and 80 as the kernel writes them: `0100007F:0050`. */
function endpoint({ address, port }: Call['from']): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `${bytes.toReversed().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

/** An address of IPv4 in IPv6 (`::ffff:127.0.0.1`) is the same end. */
const asIpv4 = (end: string): string => end.replace(/^0{16}FFFF0000/, '');
