import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  isCallOfAnother,
  isOtherUsers,
  ownerOf,
  type Call,
} from '../../../../src/main/hosts/browser/connection-owner.ts';

const tables = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21 1 0 100 0 0 10 0
   1: 0100007F:9C40 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 22 1 0 20 4 30 10 -1
   2: 0100007F:C350 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 23 1 0 20 4 30 10 -1
   3: 0100007F:9C40 0200007F:C351 01 00000000:00000000 00:00000000 00000000  1000        0 24 1 0 20 4 30 10 -1
   4: 0200007F:C351 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 25 1 0 20 4 30 10 -1
   5: 0100007F:9C40 0100007F:C352 01 00000000:00000000 00:00000000 00000000  1000        0 26 1 0 20 4 30 10 -1
   6: 0100007F:9C40 0100007F:C353 01 00000000:00000000 00:00000000 00000000  1000        0 27 1 0 20 4 30 10 -1
   7: 0100007F:C353 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 28 1 0 20 4 30 10 -1
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF00000100007F:C352 0000000000000000FFFF00000100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 29 1 0 20 4 30 10 -1
`;

const callFrom = (port: number, address = '127.0.0.1'): Call => ({
  from: { address, port },
  to: { address: '127.0.0.1', port: 40_000 },
});

describe('the owner of a connection', () => {
  it('is read at the end that called', () => {
    const { from, to } = callFrom(50_000);
    expect(ownerOf(tables, { from, to })).toBe(1001);
    expect(ownerOf(tables, { from: to, to: from })).toBe(1000);
    expect(ownerOf(tables, callFrom(50_009))).toBeNull();
  });

  it.each([
    ['as usual', callFrom(50_000)],
    ['from another address of the loopback', callFrom(50_001, '127.0.0.2')],
    ['with a socket of IPv6', callFrom(50_002)],
  ])('is another user who calls %s', (_how, call) => {
    expect(isCallOfAnother(tables, call, 1000)).toBe(true);
    expect(isCallOfAnother(tables, call, 1001)).toBe(false);
  });

  it('is a stranger when only our end is to be seen, and cannot be told from tables without either', () => {
    const withoutCaller = tables.replace(/^ *7:.*\n/m, '');
    expect(isCallOfAnother(tables, callFrom(50_003), 1000)).toBe(false);
    expect(isCallOfAnother(withoutCaller, callFrom(50_003), 1000)).toBe(true);
    expect(isCallOfAnother('', callFrom(50_003), 1000)).toBe(false);
  });

  it.each([
    ['as usual', { host: '127.0.0.1' }],
    ['from another address of the loopback', { host: '127.0.0.1', localAddress: '127.0.0.2' }],
    ['with a socket of IPv6', { host: '::ffff:127.0.0.1' }],
  ])('is this user for a connection of its own, made %s', async (_how, target) => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const accepted = once(server, 'connection');
    const client = connect({ ...target, port: typeof address === 'object' ? (address?.port ?? 0) : 0 });
    const [socket]: Socket[] = await accepted;
    onTestFinished(() => {
      client.destroy();
      server.close();
    });
    expect(socket === undefined || (await isOtherUsers(socket))).toBe(false);
  });
});
