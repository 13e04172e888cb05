import { createServer } from 'node:net';

/**
 * A server on this machine that answers `DELAY SIZE\n` (milliseconds, bytes) with so many bytes after that time, and then hangs up.
 * Gives its address, `host:port`, and what ends it.
 */
export async function startLoopbackServer(): Promise<{
  readonly address: string;
  readonly close: () => void;
}> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let request = '';
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      request += piece;
      if (!request.includes('\n')) return;
      const [delayMs = 0, bytes = 0] = request.split(' ').map(Number);
      setTimeout(() => socket.end('x'.repeat(bytes)), delayMs);
    });
    // Whoever asked is gone.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, backlog: 2048 }, resolve);
  });
  // It is for the programs that are measured; when none is left it keeps nobody up.
  server.unref();
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The loopback server has no port.');
  return { address: `127.0.0.1:${at.port}`, close: () => server.close() };
}
