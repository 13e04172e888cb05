import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { DevelopmentHost } from '../../scripts/development-host.ts';
import { Mark } from '../support/marked-processes.ts';
import { ownFolder } from '../support/own-folder.ts';

it('starts one host again however many rebuilds ask for it at once, and none once it has ended', async () => {
  const mark = new Mark();
  const folder = ownFolder();
  const env = {
    ...mark.env,
    DISPLAY: '',
    // Also where Electron is installed, the browser host is to be developed here.
    ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'no-electron'),
    XDG_CACHE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const ends: number[] = [];
  const host = new DevelopmentHost('http://127.0.0.1:1', [], (code) => ends.push(code));
  host.start();
  await Promise.all([host.restart(), host.restart(), host.restart()]);
  const hosts = () => mark.living().filter(({ command }) => command.includes('browser-host.js'));
  await expect.poll(hosts).toHaveLength(1);
  const restarted = host.restart();
  await host.end();
  await restarted;
  await host.restartEngine();
  await mark.expectNoneLeft();
  expect(ends).toEqual([]);
});
