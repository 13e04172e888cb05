import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { DevelopmentAssets } from '../../../../src/main/hosts/browser/development-assets.ts';

it('gives what the development server has, and nothing for what cannot be asked of it', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/cut') {
      response.writeHead(200, { 'Content-Length': 100 }).write('half');
      response.socket?.destroySoon();
      return;
    }
    response.writeHead(request.url === '/main.ts' ? 200 : 404, { 'Content-Type': 'text/javascript' });
    response.end('let x;');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  const assets = new DevelopmentAssets(new URL(`http://127.0.0.1:${port}/`));
  expect(await assets.get('main.ts')).toMatchObject({ contentType: 'text/javascript', immutable: false });
  for (const path of ['gone.ts', 'cut', '/elsewhere.example/main.ts', '/[', '\\\\[']) {
    expect([path, await assets.get(path)]).toEqual([path, null]);
  }
});
