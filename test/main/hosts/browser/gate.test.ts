import { describe, expect, it } from 'vitest';
import {
  isSecret,
  judgeRequest,
  judgeUpgrade,
  newSecret,
  type HeaderLists,
} from '../../../../src/main/hosts/browser/gate.ts';

const authority = '127.0.0.1:40000';
const secret = newSecret();
const own: HeaderLists = { host: [authority] };
const judge = (url: string, headers: HeaderLists = own, method = 'GET') =>
  judgeRequest({ method, url, headers }, authority, secret);

describe('the gate of the browser host', () => {
  it('lets in who names the secret and this host', () => {
    expect(judge(`/${secret}/`)).toEqual({ type: 'page', path: '' });
    expect(judge(`/${secret}/assets/index.js`)).toEqual({ type: 'page', path: 'assets/index.js' });
    expect(judge(`/${secret}/`, { ...own, 'sec-fetch-site': ['none'] })).toMatchObject({ type: 'page' });
    expect(judge(`/${secret}/x`, { ...own, 'sec-fetch-site': ['same-origin'] })).toMatchObject({
      type: 'page',
    });
    expect(judge(`/${secret}/x`, own, 'HEAD')).toMatchObject({ type: 'page' });
  });

  it.each([
    '/',
    '',
    `/${secret}`,
    `/${secret.slice(0, -1)}/`,
    `/${secret}x/`,
    `/${secret.toUpperCase()}/`,
    `//${secret}/`,
    `/./${secret}/`,
    `/%2e/${secret}/`,
    `http://${authority}/${secret}/`,
    `*`,
    `/${secret}?/`,
    `/\u0000${secret}/`,
  ])('does not know %j', (url) => {
    expect(judge(url)).toEqual({ type: 'refused', status: 404 });
  });

  it.each([
    ['no host', {}],
    ['a name that leads to this machine', { host: ['localhost:40000'] }],
    ['a rebound name', { host: ['corelane.example:40000'] }],
    ['another port', { host: ['127.0.0.1:40001'] }],
    ['no port', { host: ['127.0.0.1'] }],
    ['two hosts', { host: [authority, authority] }],
    ['the page of another site', { ...own, 'sec-fetch-site': ['cross-site'] }],
    ['the page of another port', { ...own, 'sec-fetch-site': ['same-site'] }],
    ['two sites', { ...own, 'sec-fetch-site': ['none', 'none'] }],
    ['a foreign origin', { ...own, origin: ['http://corelane.example'] }],
    ['an origin without a name', { ...own, origin: ['null'] }],
  ] satisfies [string, HeaderLists][])('refuses %s, with the secret and without', (_what, headers) => {
    expect(judge(`/${secret}/`, headers)).toEqual({ type: 'refused', status: 403 });
    expect(judge('/', headers)).toEqual({ type: 'refused', status: 403 });
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PATCH', 'get'])(
    'refuses %s',
    (method) => {
      expect(judge(`/${secret}/`, own, method)).toEqual({ type: 'refused', status: 405 });
      expect(judge('/', own, method)).toEqual({ type: 'refused', status: 405 });
    },
  );

  it('refuses a body', () => {
    expect(judge(`/${secret}/`, { ...own, 'content-length': ['4'] })).toMatchObject({ status: 400 });
    expect(judge(`/${secret}/`, { ...own, 'transfer-encoding': ['chunked'] })).toMatchObject({ status: 400 });
  });

  it("asks of a WebSocket for this host's origin, and for the one place", () => {
    const upgrade = (url: string, headers: HeaderLists) =>
      judgeUpgrade({ method: 'GET', url, headers }, authority, secret);
    const ours: HeaderLists = { ...own, origin: [`http://${authority}`] };
    expect(upgrade(`/${secret}/engine`, ours)).toBe(true);
    expect(upgrade(`/${secret}/engine`, own)).toBe(false);
    expect(upgrade(`/${secret}/engine`, { ...own, origin: ['null'] })).toBe(false);
    expect(upgrade(`/${secret}/engine`, { ...own, origin: [`https://${authority}`] })).toBe(false);
    expect(upgrade(`/${secret}/`, ours)).toBe(false);
    expect(upgrade(`/${secret}/engine/`, ours)).toBe(false);
    expect(upgrade(`/${newSecret()}/engine`, ours)).toBe(false);
  });

  it('makes secrets that nobody guesses, of characters that need no escape', () => {
    const secrets = new Set(Array.from({ length: 100 }, newSecret));
    expect(secrets.size).toBe(100);
    for (const one of secrets) expect(one).toMatch(/^[\w-]{32}$/);
    expect(isSecret(secret, secret)).toBe(true);
    expect(isSecret('', secret)).toBe(false);
  });
});
