import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connectWindow } from '../../../../src/main/hosts/browser/window-connection.ts';
import { EngineSupervisor } from '../../../../src/main/hosts/supervision/engine-supervisor.ts';
import { closeCode } from './running-host.ts';
import { standIn } from '../supervision/stand-in-engine.ts';

/** Windows of an engine that does what it is told. */
async function serveStandIn(): Promise<() => Promise<WebSocket>> {
  const supervisor = new EngineSupervisor({ program: standIn });
  supervisor.start();
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => connectWindow(socket, supervisor));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
    await supervisor.end();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  return async () => {
    const window = new WebSocket(`ws://127.0.0.1:${port}`);
    await new Promise<void>((resolve) => {
      window.on('message', (data: Buffer) => {
        if (data.toString().includes('running')) resolve();
      });
    });
    return window;
  };
}

describe('a window that does not read', () => {
  it('is cut off before it fills the memory, and no other with it', async () => {
    const openWindow = await serveStandIn();
    const stalled = await openWindow();
    const reading = await openWindow();
    stalled.pause();
    stalled.send('flood 200', { binary: true });
    // The engine carries out orders one after the other: this answer comes behind the flood.
    reading.send('after the flood', { binary: true });
    const [answer]: Buffer[] = await once(reading, 'message');
    expect(answer?.toString()).toBe('after the flood');
    stalled.resume();
    expect(await closeCode(stalled)).toBe(1006);
    expect(reading.readyState).toBe(WebSocket.OPEN);
  });
});
