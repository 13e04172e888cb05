import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isOtherUsers, ownerOf } from '../../../../src/main/hosts/browser/connection-owner.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21 1 0 100 0 0 10 0
   1: 0100007F:9C40 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 22 1 0 20 4 30 10 -1
   2: 0100007F:C350 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 23 1 0 20 4 30 10 -1
`;

describe('the owner of a connection', () => {
  it('is read at the end that called', () => {
    expect(ownerOf(table, 50_000, 40_000)).toBe(1001);
    expect(ownerOf(table, 40_000, 50_000)).toBe(1000);
    expect(ownerOf(table, 50_001, 40_000)).toBeNull();
    expect(ownerOf('', 50_000, 40_000)).toBeNull();
  });

  it('is this user for a connection of its own', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const accepted = once(server, 'connection');
    const client = connect({
      host: '127.0.0.1',
      port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    });
    const [socket]: Socket[] = await accepted;
    onTestFinished(() => {
      client.destroy();
      server.close();
    });
    expect(socket === undefined || (await isOtherUsers(socket))).toBe(false);
  });
});
