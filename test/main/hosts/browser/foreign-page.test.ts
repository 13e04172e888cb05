import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium, type Browser, type Page } from '@playwright/test';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireChromium, testFlags } from '../../../support/chromium.ts';
import { addressOf, startAppToKeep, type Address } from './running-host.ts';
import { TestWindow } from './test-window.ts';

/** Pages of another site in a real browser, which even know the secret: what the browser lets through, the host must not. */

let address: Address;
let browser: Browser;
let elsewhere: string;

beforeAll(async () => {
  const host = startAppToKeep(['--browser', '--no-window']);
  address = await addressOf(host);
  // A window that stays: the host would end with its last one.
  await TestWindow.open(address);
  browser = await chromium.launch({
    executablePath: requireChromium(),
    args: [...testFlags(), '--host-resolver-rules=MAP rebound.example 127.0.0.1'],
  });
  const site = createServer(({ url }, response) => {
    const [type, content] = url === '/' ? ['html', '<!doctype html><body>'] : ['javascript', attacks];
    response.setHeader('content-type', `text/${type}`).end(content);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const at = site.address();
  elsewhere = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}/`;
  return async () => {
    site.close();
    await browser.close();
    await host.end();
  };
});

const attacks = readFileSync(new URL('../../../fixtures/foreign-site/attacks.js', import.meta.url), 'utf8');

async function foreignPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(elsewhere);
  return page;
}

/** What comes of an attack of test/fixtures/foreign-site. */
const attack = (page: Page, name: string, ...about: string[]): Promise<unknown> =>
  page.evaluate(`import('/attacks.js').then((attacks) => attacks.${name}(...${JSON.stringify(about)}))`);

/** The status with which the app's address answers, whatever the browser then shows. */
const answerTo = async (page: Page, url = address.url): Promise<number> =>
  (await page.waitForResponse((response) => response.url() === url)).status();

describe('the page of another site', () => {
  it('reads nothing by fetch', async () => {
    // What is opaque or refused cannot be told apart, let alone read.
    for (const outcome of [await attack(await foreignPage(), 'fetches', address.url)].flat()) {
      expect(outcome).toMatch(/^refused$|^opaque 0$/);
    }
  });

  it('loads nothing as script, style or image', async () => {
    const own = await browser.newPage();
    await own.goto(address.url);
    const script = await own.locator('script').first().getAttribute('src');
    const url = new URL(script ?? '', address.url).href;
    expect(url).toContain(address.secret);
    expect(await attack(await foreignPage(), 'loads', address.url, url)).toEqual(Array(4).fill('refused'));
  });

  it('frames no window', async () => {
    const page = await foreignPage();
    const [status] = await Promise.all([answerTo(page), attack(page, 'frame', address.url)]);
    expect(status).toBe(403);
    expect(page.frames().map((frame) => frame.url())).not.toContain(address.url);
  });

  it('opens no WebSocket', async () => {
    expect(await attack(await foreignPage(), 'socket', address.url)).toBe('refused');
  });

  it('opens no window that it can reach into', async () => {
    const page = await foreignPage();
    const [opened] = await Promise.all([page.waitForEvent('popup'), attack(page, 'popup', address.url)]);
    await opened.waitForLoadState();
    expect(await opened.locator('#root').count()).toBe(0);
  });

  it('posts no form', async () => {
    const page = await foreignPage();
    const [status] = await Promise.all([answerTo(page), attack(page, 'post', address.url)]);
    expect(status).toBe(403);
  });

  it('gets nowhere by a name that it leads to this machine', async () => {
    const page = await browser.newPage();
    const rebound = address.url.replace('127.0.0.1', 'rebound.example');
    for (const url of [rebound, rebound.replace(/[^/]+\/$/, '')]) {
      const [status] = await Promise.all([answerTo(page, url), page.goto(url).catch(() => null)]);
      expect(status).toBe(403);
    }
  });
});

describe("the app's own window", () => {
  it('forbids in its headers what it does not need', async () => {
    const page = await browser.newPage();
    const asset = page.waitForResponse((response) => response.url().endsWith('.js'));
    const headers = (await page.goto(address.url))?.headers() ?? {};
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers['content-security-policy']?.split('; ').sort()).toEqual([
      "base-uri 'none'",
      `connect-src 'self' ws://${address.authority}`,
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data: blob:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect((await asset).headers()['cache-control']).toBe('private, max-age=31536000, immutable');
  });

  it('runs no code but its own, and sends nothing elsewhere', async () => {
    const page = await browser.newPage();
    await page.goto(address.url);
    const inline = `const script = document.createElement('script');
      script.textContent = 'document.documentElement.lang = "inline"';
      document.body.append(script);
      document.documentElement.lang`;
    expect(await page.evaluate(inline)).toBe('en');
    expect(await page.evaluate(`fetch('${elsewhere}').then(() => 'left', () => 'stayed')`)).toBe('stayed');
  });
});
