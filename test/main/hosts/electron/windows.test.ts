import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startApp } from './running-app.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

async function startWithWindow(...args: string[]) {
  const app = await startApp(args);
  await expect.poll(() => app.puppet.windows()).toHaveLength(1);
  return app.puppet;
}

describe('the app in Electron', () => {
  it('opens one window, with nothing of Node in its page', async () => {
    const puppet = await startWithWindow();
    const [window] = await puppet.windows();
    expect(window).toMatchObject({
      isShown: true,
      url: 'corelane://app/#/start',
      exposed: { corelane: ['connect', 'pathOf'] },
      options: {
        width: 1280,
        height: 860,
        minWidth: 800,
        minHeight: 600,
        webPreferences: {
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          webSecurity: true,
        },
      },
    });
    expect(await puppet.pathOfDropped(1)).toBe('/dropped/task.mjs');
  });

  it.each([
    ['a task', 'tasks/primes.ts', /^corelane:\/\/app\/#\/start\?task=%2F.*%2Ftasks%2Fprimes\.ts$/],
    [
      'a session',
      '/kept/x.corelane',
      /^corelane:\/\/app\/#\/session\?path=%2Fkept%2Fx\.corelane&tab=ranking$/,
    ],
    ['a route', '#/session?path=%2Fy&tab=tasks', /^corelane:\/\/app\/#\/session\?path=%2Fy&tab=tasks$/],
  ])('opens at %s that it is started with', async (_what, target, url) => {
    const puppet = await startWithWindow('--no-sandbox', target);
    expect((await puppet.windows())[0]?.url).toMatch(url);
  });

  it('opens what a second start asks for in a window of its own', async () => {
    const puppet = await startWithWindow('first.mjs');
    expect(await puppet.startMessage()).toMatchObject({ route: expect.stringContaining('first.mjs') });
    await puppet.startAgain({ route: '#/sessions' });
    await puppet.startAgain('not what Corelane sends');
    await puppet.openFile('/kept/z.corelane');
    expect((await puppet.windows()).map(({ url }) => url).slice(1)).toEqual([
      'corelane://app/#/sessions',
      'corelane://app/#/start',
      'corelane://app/#/session?path=%2Fkept%2Fz.corelane&tab=ranking',
    ]);
  });

  it('leaves the work to the first start, when it is the second', async () => {
    const app = await startApp([], { ELECTRON_DOUBLE_SECOND: '1' });
    expect(await app.ended).toBe(0);
  });

  it('shows the page of a development server when there is one', async () => {
    const app = await startApp([], { ELECTRON_RENDERER_URL: 'http://localhost:5173' });
    await expect.poll(() => app.puppet.windows()).toHaveLength(1);
    expect((await app.puppet.windows())[0]?.url).toBe('http://localhost:5173/#/start');
    expect(await app.puppet.connect(1)).toBe(true);
  });
});

describe('a page in Electron', () => {
  it('stays where it is', async () => {
    const puppet = await startWithWindow();
    expect(await puppet.navigates(1, 'corelane://app/#/sessions')).toBe(true);
    expect(await puppet.navigates(1, 'corelane://app/#/sessions', false)).toBe(false);
    for (const url of [
      'https://example.org/',
      'corelane://other/',
      'file:///etc/passwd',
      'corelane://app/x.js',
      '',
    ]) {
      expect(await puppet.navigates(1, url), url).toBe(false);
    }
    expect(await puppet.redirects(1, 'https://example.org/')).toBe(false);
  });

  it('opens no window, embeds no page, downloads nothing and is granted nothing', async () => {
    const puppet = await startWithWindow();
    expect(await puppet.opensAnother(1, 'https://example.org/')).toEqual({ action: 'deny' });
    expect(await puppet.embeds(1)).toBe(false);
    expect(await puppet.downloads()).toBe(false);
    expect(await puppet.permissions()).toEqual({ handled: [true, true, true], granted: [] });
  });

  it('is given the files that were built, under a strict policy, and no others', async () => {
    const puppet = await startWithWindow();
    expect(await puppet.privileged()).toEqual([
      { scheme: 'corelane', privileges: { standard: true, secure: true } },
    ]);
    const page = await puppet.fetch('corelane://app/');
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<div id="root">') });
    expect(page?.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = page?.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*|http/);
    const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(page?.text ?? '')?.[1];
    expect(await puppet.fetch(`corelane://app/${script}`)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' },
    });
    for (const path of [
      '../main/index.js',
      '%2e%2e/main/index.js',
      '..%2fmain%2findex.js',
      '/etc/passwd',
      'none.js',
    ]) {
      expect((await puppet.fetch(`corelane://app/${path}`))?.status, path).toBe(404);
    }
    expect((await puppet.fetch('corelane://elsewhere/'))?.status).toBe(404);
    expect((await puppet.fetch('corelane://app/', 'POST'))?.status).toBe(404);
  });
});

it('has little that only Electron can run', () => {
  const lines = globSync(['src/main/index.ts', 'src/main/hosts/electron/*.ts', 'src/preload/*.ts'], {
    cwd: root,
  })
    .map((path) => readFileSync(`${root}/${path}`, 'utf8'))
    .filter((text) => text.includes("from 'electron'"))
    .flatMap((text) => text.trimEnd().split('\n'));
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.length).toBeLessThanOrEqual(320);
});
