import { createServer as createSocket } from 'node:net';
import { resolveConfig } from 'electron-vite';
import { createServer, type InlineConfig } from 'vite';
import { developmentPolicy, securityHeaders } from '../src/main/hosts/page/security-headers.ts';
import { DevelopmentHost } from './development-host.ts';
import { keepBuilt } from './rebuilding.ts';

/**
 * `npm run dev`: the app on its sources. What the window shows is replaced while it is open; a change of the engine starts another
 * engine behind the open windows; a change of the host opens the window anew. Options after `--` are the browser host's.
 */

let ending = false;
const { config } = await resolveConfig({ logLevel: 'warn', clearScreen: false }, 'serve', 'development');
const { main, preload, renderer } = config ?? {};
if (main === undefined || preload === undefined || renderer === undefined) {
  throw new TypeError('electron.vite.config.ts lacks a section');
}

const stopBuilding = await keepBuilt([main, preload], (what) => {
  if (what === 'nothing') return;
  console.log(`dev: rebuilt; the ${what} starts again`);
  void (what === 'host' ? host.restart() : host.restartEngine());
});
const server = await servePage(renderer);
const host = new DevelopmentHost(server.address, process.argv.slice(2), (code) => void end(code));
host.start();
console.log('dev: Ctrl-C ends it');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await host.end();
  await Promise.all([stopBuilding(), server.close()]);
  process.exit(code);
}

/** Vite's server of the page, whose modules it replaces in open windows. */
async function servePage(page: InlineConfig) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const vite = await createServer({
    ...page,
    server: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      // The browser host serves the page from its own port.
      hmr: { host: '127.0.0.1', clientPort: port },
      headers: securityHeaders(developmentPolicy('')),
    },
  });
  await vite.listen();
  return { address, close: () => vite.close() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket().on('error', reject);
    socket.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = socket.address();
      socket.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
