import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireChromium, testFlags } from '../../../support/chromium.ts';
import { DevToolsWindow } from '../../../support/devtools-window.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { addressOf, rawExchange, startApp, type RunningHost } from './running-host.ts';

/** A browser for CORELANE_BROWSER: a script of this text, given the host's arguments. */
function browserScript(text: string): Record<string, string> {
  const path = join(ownFolder(), 'browser');
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return { CORELANE_BROWSER: path, DISPLAY: ':0' };
}

/** The real one, without a screen, and open to the test. */
const headless = (): Record<string, string> =>
  browserScript(
    `exec ${requireChromium()} --headless=new --remote-debugging-port=0 ${testFlags().join(' ')} "$@"`,
  );

/** The window that the host's browser shows. */
async function shownWindow(host: RunningHost, profile = '1'): Promise<DevToolsWindow> {
  const folder = join(host.folder, 'cache', 'corelane', 'browser', profile);
  const port = await new Promise<string>((resolve) => {
    const look = (): void => {
      try {
        const [line = ''] = readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n');
        resolve(line);
      } catch {
        setTimeout(look, 20);
      }
    };
    look();
  });
  const window = new DevToolsWindow(port);
  await window.ready();
  return window;
}

describe('the window in a browser', () => {
  it('opens at the task, by an address that leads there once and does not tell the secret', async () => {
    const task = join(ownFolder(), 'task.mjs');
    writeFileSync(task, 'export default () => 1;');
    const host = startApp(['--browser', task], headless());
    const window = await shownWindow(host);
    const { origin, pathname, hash } = new URL(await window.url());
    expect(hash).toContain(encodeURIComponent(task));
    const secret = pathname.replaceAll('/', '');
    const commands = host.mark.living().map(({ command }) => command);
    expect(commands.filter((command) => command.includes(secret))).toEqual([]);
    const [given = ''] = commands.flatMap((command) => /--app=(\S+)/.exec(command)?.[1] ?? []);
    const used = new URL(given).pathname;
    const { host: authority, port } = new URL(origin);
    const again = `GET ${used} HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\n\r\n`;
    expect(await rawExchange(Number(port), again)).toMatch(/^HTTP\/1\.1 404/);
  });

  it('ends the host when it is closed', async () => {
    const host = startApp(['--browser'], headless());
    const window = await shownWindow(host);
    await window.close();
    const { pid } = await host.mark.find(/--app=.*--user-data-dir|--user-data-dir.*--app=/);
    process.kill(pid, 'SIGTERM');
    expect(await host.ended).toMatchObject({ code: 0, printed: '' });
    await host.mark.expectNoneLeft();
  });

  it('is closed with the host', async () => {
    const host = startApp(['--browser'], headless());
    await shownWindow(host);
    host.process.kill('SIGINT');
    expect(await host.ended).toMatchObject({ code: 130 });
    await host.mark.expectNoneLeft();
  });

  it('leaves an address when the browser does not start, with what it said', async () => {
    const host = startApp(['--browser'], browserScript('echo "cannot open display" >&2; exit 1'));
    await host.prints(/could not be opened in .*browser: cannot open display/);
    await addressOf(host);
  });

  it('tries the next browser when one only pretends to be there', async () => {
    const folder = ownFolder();
    const script = (name: string, text: string): void =>
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    script('chromium', 'echo "install the snap" >&2; exit 1');
    script('google-chrome', 'echo "$0 was tried" >&2; exit 1');
    const env = { DISPLAY: ':0', CORELANE_BROWSER: '', PATH: `${folder}:/usr/sbin:/sbin` };
    const host = startApp(['--browser'], env);
    await host.prints(/could not be opened in .*google-chrome: .*google-chrome was tried/);
  });

  it('leaves an address when there is no browser', async () => {
    const host = startApp(['--browser'], { CORELANE_BROWSER: '/nowhere/chromium', DISPLAY: ':0' });
    await host.prints(/No Chromium, Chrome or Edge was found/);
    await addressOf(host);
  });

  it('leaves an address and nothing else without a display', async () => {
    const host = startApp([], { DISPLAY: '', WAYLAND_DISPLAY: '' });
    const { url } = await addressOf(host);
    host.process.kill('SIGTERM');
    expect((await host.ended).printed).toBe(`Corelane is at ${url}\n`);
  });
});
