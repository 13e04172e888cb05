import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  closeCode,
  closed,
  openSocket,
  rawConnection,
  rawExchange,
  refusalOf,
  startAppToKeep,
  addressOf,
  type Address,
} from './running-host.ts';
import { TestWindow } from './test-window.ts';

/**
 * What somebody tries who is on this machine, or whose page the user has open, and who does not know the secret; and what a broken or
 * hostile window can do that knows it.
 */

let address: Address;
beforeAll(async () => {
  const host = startAppToKeep(['--browser', '--no-window']);
  address = await addressOf(host);
  // A window that stays: the host would end with its last one.
  const window = openSocket(address);
  await once(window, 'open');
  return () => host.end();
});

const head = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, `Host: ${address.authority}`, ...headers, '', ''].join('\r\n');

/** Status of each answer on one connection. */
const statuses = (answer: string): string[] =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status = '']) => status);

async function ask(line: string, ...headers: string[]): Promise<string[]> {
  return statuses(await rawExchange(address.port, head(line, 'Connection: close', ...headers)));
}

/** Whoever knows the secret, as soon as the host has noticed which connections are over. */
const getsIn = (): Promise<void> => expect.poll(() => ask(`GET /${address.secret}/`)).toEqual(['200']);

describe('a stranger', () => {
  it('gets nothing without the secret, and no hint of it', async () => {
    const wrong = address.secret.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'));
    const answers = await Promise.all(
      [
        '/',
        '/index.html',
        '/engine',
        `/${wrong}/`,
        `/${wrong}/engine`,
        `/${address.secret.slice(0, 8)}/`,
      ].map((path) => rawExchange(address.port, head(`GET ${path}`, 'Connection: close'))),
    );
    const bare = answers.map((answer) => answer.replace(/^Date: .*\r\n/m, ''));
    expect(new Set(bare).size).toBe(1);
    expect(statuses(bare[0] ?? '')).toEqual(['404']);
    expect(bare[0]).not.toMatch(/corelane|set-cookie|access-control|x-powered/i);
    expect(bare[0]?.endsWith('\r\n\r\n')).toBe(true);
  });

  it('cannot reach it from another machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address: host }) => host !== '127.0.0.1')
      .map(({ address: host, scopeid = 0 }) => (scopeid === 0 ? host : `${host}%${scopeid}`));
    for (const host of ['127.0.0.2', ...others]) {
      const socket = connect({ host, port: address.port });
      const [refused]: NodeJS.ErrnoException[] = await once(socket, 'error');
      expect([host, refused?.code]).toEqual([
        host,
        expect.stringMatching(/ECONNREFUSED|EADDRNOTAVAIL|EINVAL/),
      ]);
    }
    const listening = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) =>
        line.includes(`:${address.port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`),
      );
    expect(listening.map((line) => line.trim().split(/\s+/)[1]?.split(':')[0])).toEqual(['0100007F']);
  });

  it('does not get in under another name, with the secret neither', async () => {
    for (const host of [
      `localhost:${address.port}`,
      `rebound.example:${address.port}`,
      '127.0.0.1',
      `127.0.0.1:${address.port}.`,
      `user@${address.authority}`,
      `[::1]:${address.port}`,
    ]) {
      const request = `GET /${address.secret}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      expect([host, statuses(await rawExchange(address.port, request))]).toEqual([host, ['403']]);
    }
    const hosts = `Host: ${address.authority}\r\nHost: evil.example`;
    const twice = `GET /${address.secret}/ HTTP/1.1\r\n${hosts}\r\nConnection: close\r\n\r\n`;
    expect(statuses(await rawExchange(address.port, twice))).not.toContain('200');
    const old = `GET /${address.secret}/ HTTP/1.0\r\n\r\n`;
    expect(statuses(await rawExchange(address.port, old))).toEqual(['403']);
  });

  it('cannot leave the listed files, however the path is written', async () => {
    const paths = [
      '../package.json',
      '../../package.json',
      '..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '..\\..\\package.json',
      '..%5cpackage.json',
      '....//package.json',
      '%252e%252e%252fpackage.json',
      '/etc/passwd',
      '//etc/passwd',
      'assets/../../../package.json',
      'assets/%00',
      'index.html%00.js',
      'index.html/',
      'index.html?x',
      'INDEX.HTML',
      'assets/',
      'assets',
      '.',
      '..',
      'engine',
      'file:///etc/passwd',
    ];
    for (const path of paths) {
      expect([path, await ask(`GET /${address.secret}/${path}`)]).toEqual([path, ['404']]);
    }
    expect(await ask(`GET http://evil.example/${address.secret}/`)).toEqual(['404']);
    expect(await ask(`GET /${address.secret}/`)).toEqual(['200']);
  });

  it('may only read', async () => {
    const page = `/${address.secret}/`;
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      expect([method, await ask(`${method} ${page}`)]).toEqual([method, ['405']]);
    }
    expect(await rawExchange(address.port, head(`CONNECT evil.example:80`))).not.toMatch(/^HTTP\/1.1 2/);
  });

  it('smuggles no request inside another', async () => {
    const inner = `GET /${address.secret}/ HTTP/1.1\r\nHost: ${address.authority}\r\n\r\n`;
    const outer = (method: string, ...headers: string[]): Promise<string> =>
      rawExchange(address.port, head(`${method} /`, ...headers) + inner);
    const length = `Content-Length: ${inner.length}`;
    const chunked = 'Transfer-Encoding: chunked';
    const answers = await Promise.all([
      outer('GET', length),
      outer('POST', length),
      outer('POST', length, chunked),
      outer('POST', 'Content-Length: 0', length),
      outer('GET', 'Transfer-Encoding: xchunked'),
      outer('GET', 'Transfer-Encoding : chunked'),
      outer('GET', ' Folded: yes'),
      rawExchange(address.port, head('GET /', chunked) + `0\r\n\r\n${inner}`),
      rawExchange(address.port, `GET / HTTP/1.1\nHost: ${address.authority}\n\n${inner}`),
    ]);
    for (const answer of answers) expect(statuses(answer)).not.toContain('200');
    const bodied = head(`GET /${address.secret}/`, length) + inner;
    expect(statuses(await rawExchange(address.port, bodied))).toEqual(['400']);
  });

  it('cannot hold connections by sending slowly', async () => {
    const slow = await rawConnection(address.port);
    slow.write(`GET /${address.secret}/ HTTP/1.1\r\nHost: ${address.authority}\r\n`);
    slow.resume();
    await closed(slow);
    expect(await ask(`GET /${address.secret}/`)).toEqual(['200']);
  });

  it('gets no more than a limited number of connections, and the window gets in again afterwards', async () => {
    const all = await Promise.all(Array.from({ length: 300 }, () => rawConnection(address.port)));
    await Promise.all(
      all.slice(-20).map(async (socket) => {
        socket.resume();
        await closed(socket);
      }),
    );
    for (const socket of all) socket.destroy();
    await getsIn();
  });

  it('cannot shut the window out by holding on to connections that were refused', async () => {
    const held = await Promise.all(
      Array.from({ length: 256 }, async () => {
        const socket = await rawConnection(address.port, true);
        const over = new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
        socket.write(head('GET /engine', 'Connection: Upgrade', 'Upgrade: websocket'));
        socket.resume();
        await over;
        return socket;
      }),
    );
    await getsIn();
    for (const socket of held) socket.destroy();
  });

  it('is refused headers beyond all measure', async () => {
    const large = head(`GET /${address.secret}/`, `X-Large: ${'x'.repeat(20_000)}`);
    expect(statuses(await rawExchange(address.port, large))).toEqual(['431']);
  });
});

describe('a WebSocket', () => {
  it('opens for the page of this host and for no other', async () => {
    const from = (origin: string) => refusalOf(openSocket(address, { origin }));
    expect(await refusalOf(openSocket(address))).toBeNull();
    expect(await refusalOf(openSocket(address, {}))).toBe(403);
    expect(await from('null')).toBe(403);
    expect(await from('https://evil.example')).toBe(403);
    expect(await from(`http://localhost:${address.port}`)).toBe(403);
    expect(await from(`https://${address.authority}`)).toBe(403);
    expect(await from(`http://${address.authority}.evil.example`)).toBe(403);
    expect(await from('http://127.0.0.1:1')).toBe(403);
    const own = { origin: `http://${address.authority}` };
    expect(await refusalOf(openSocket(address, { ...own, host: `evil.example:${address.port}` }))).toBe(403);
    expect(await refusalOf(openSocket(address, { ...own, 'sec-fetch-site': 'cross-site' }))).toBe(403);
    for (const path of ['engine', 'x/engine', `${address.secret}/`, `${address.secret}/engine2`]) {
      const socket = new WebSocket(`ws://${address.authority}/${path}`, { headers: own });
      expect([path, await refusalOf(socket)]).toEqual([path, 403]);
    }
  });

  it('is told the state of the engine first', async () => {
    const [data]: Buffer[] = await once(openSocket(address), 'message');
    expect(JSON.parse(data?.toString() ?? '')).toMatchObject({
      type: 'engine',
      state: { type: expect.any(String) },
    });
  });

  it.each([
    'not JSON',
    '{}',
    'null',
    '[]',
    '{"type":"end-host"}',
    '{"type":"choose-file","request":1,"dialog":{"purpose":"open-task"}}',
    '{"__proto__":{"type":"restart-engine"}}',
  ])('is closed when it says %s, and nothing else happens', async (said) => {
    const [hostile, other] = [openSocket(address), openSocket(address)];
    await Promise.all([once(hostile, 'open'), once(other, 'open')]);
    hostile.send(said);
    expect(await closeCode(hostile)).toBe(1008);
    expect(other.readyState).toBe(WebSocket.OPEN);
  });

  it('is closed for a message that is too large, whole or in fragments', async () => {
    const whole = openSocket(address);
    await once(whole, 'open');
    whole.send(new Uint8Array(9 * 2 ** 20));
    expect(await closeCode(whole)).toBe(1009);
    const fragmented = openSocket(address);
    await once(fragmented, 'open');
    for (let sent = 0; sent < 10; sent += 1) fragmented.send(new Uint8Array(2 ** 20), { fin: false });
    expect(await closeCode(fragmented)).toBe(1009);
    const crumbs = openSocket(address);
    await once(crumbs, 'open');
    for (let sent = 0; sent < 5_000; sent += 1) crumbs.send('', { fin: false });
    expect(await closeCode(crumbs)).toBe(1008);
  });

  it.each([
    ['unmasked', [0x82, 0x01, 0x00]],
    ['of a reserved kind', [0x83, 0x80, 0, 0, 0, 0]],
    ['with reserved bits', [0xf2, 0x80, 0, 0, 0, 0]],
    ['that goes on where nothing began', [0x80, 0x80, 0, 0, 0, 0]],
    ['that is no UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]],
    ['of 2⁶³ bytes', [0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]],
  ])('is closed for a frame %s', async (_what, bytes) => {
    const socket = await rawConnection(address.port);
    const handshake = head(
      `GET /${address.secret}/engine`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
      `Origin: http://${address.authority}`,
    );
    socket.write(handshake);
    const [answer]: Buffer[] = await once(socket, 'data');
    expect(statuses(answer?.toString('latin1') ?? '')).toEqual(['101']);
    socket.write(Uint8Array.from(bytes));
    socket.resume();
    await closed(socket);
    expect(await ask(`GET /${address.secret}/`)).toEqual(['200']);
  });

  it('brings neither host nor engine down with frames that are no message of the contract', async () => {
    const hostile = openSocket(address);
    await once(hostile, 'open');
    for (const length of [0, 1, 8, 9, 100, 70_000]) hostile.send(new Uint8Array(length).fill(0xa5));
    const good = await TestWindow.open(address);
    await good.told('running');
    hostile.close();
    await once(hostile, 'close');
    expect((await good.engine.surroundings()).cores.length).toBeGreaterThan(0);
    expect(good.states.map(({ type }) => type)).not.toContain('ended');
    await good.close();
  });

  it('that floods with pings gets no answers that fill the memory', async () => {
    const hostile = openSocket(address);
    await once(hostile, 'open');
    let pongs = 0;
    hostile.on('pong', () => (pongs += 1));
    for (let sent = 0; sent < 1_000; sent += 1) hostile.ping();
    hostile.send('the end');
    expect(await closeCode(hostile)).toBe(1008);
    expect(pongs).toBe(0);
  });
});
