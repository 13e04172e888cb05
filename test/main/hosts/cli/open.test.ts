import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectRefusal, runCorelane } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { addressOf, startApp } from '../browser/running-host.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A copy of the built app with an Electron package of the test's own, whose program and install script are these shell scripts. */
function installation(electron: { readonly program?: string; readonly install?: string }): {
  readonly command: string;
  readonly folder: string;
} {
  const folder = ownFolder();
  for (const part of ['bin', 'out']) cpSync(join(root, part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, 'node_modules', 'electron', 'dist'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === 'electron' || name === '.bin') continue;
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  const electronFolder = join(folder, 'node_modules', 'electron');
  writeFileSync(join(electronFolder, 'package.json'), '{"name":"electron","version":"45.0.0"}');
  writeFileSync(join(electronFolder, 'install.js'), electron.install ?? 'process.exit(1)');
  if (electron.program !== undefined) {
    writeFileSync(join(electronFolder, 'path.txt'), 'electron');
    writeFileSync(join(electronFolder, 'dist', 'electron'), `#!/bin/sh\n${electron.program}\n`, {
      mode: 0o755,
    });
  }
  return { command: join(folder, 'bin', 'corelane'), folder };
}

/** A display, but neither a browser nor a server that Electron could come from. */
const offline = {
  DISPLAY: ':0',
  CORELANE_BROWSER: '/nowhere/chromium',
  ELECTRON_MIRROR: 'http://127.0.0.1:9/',
};

describe('corelane open', () => {
  it('opens Electron where its program is, with the task, and ends as it ends', async () => {
    const program = 'for part; do echo "[$part]"; done; exit 7';
    const { command, folder } = installation({ program });
    const task = join(ownFolder(), 'my task.mjs');
    writeFileSync(task, 'export default () => 1;');
    const host = startApp([task], offline, command);
    const { code, printed } = await host.ended;
    expect(printed).toContain(`[${join(folder, 'out', 'main', 'index.js')}]`);
    expect(printed).toContain(`[#/start?${new URLSearchParams({ task }).toString()}]`);
    expect(code).toBe(7);
  });

  it('opens a browser window where Electron cannot be fetched, says why, and does not try again that day', async () => {
    const { command } = installation({ install: 'throw new Error("not to be tried")' });
    const env = { ...offline, XDG_CACHE_HOME: ownFolder() };
    const line =
      /^corelane: Without Electron \(127\.0\.0\.1:9 cannot be reached\), the app opens in a browser window\.$/m;
    const first = startApp([], env, command);
    await first.prints(line);
    await addressOf(first);
    await first.end();
    await startApp([], { ...env, ELECTRON_MIRROR: 'http://127.0.0.1:10/' }, command).prints(line);
  });

  it('says that a mirror to fetch Electron from is no address', async () => {
    const env = { ...offline, ELECTRON_MIRROR: 'mirror.example/electron' };
    const host = startApp([], env, installation({}).command);
    await host.prints(/Without Electron \(mirror\.example\/electron is no address to fetch it from\)/);
  });

  it('fetches Electron by its own install script, and opens it', async () => {
    const install = `const fs = require('fs');
      fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho fetched and opened\\n', { mode: 0o755 });
      fs.writeFileSync(__dirname + '/path.txt', 'electron');`;
    const host = startApp(['--fetch-electron'], offline, installation({ install }).command);
    expect(await host.ended).toMatchObject({
      code: 0,
      printed: expect.stringMatching(/^corelane: Fetching Electron.*\nfetched and opened\n$/),
    });
  });

  it('says what the install script said when that fails', async () => {
    const install = 'throw new TypeError("fetch failed")';
    const host = startApp(['--fetch-electron'], offline, installation({ install }).command);
    await host.prints(/Without Electron \(it could not be fetched \(TypeError: fetch failed\)\)/);
  });

  it('falls back when the program of Electron does not run here', async () => {
    const host = startApp([], offline, installation({ program: 'exit 127' }).command);
    await host.prints(/Without Electron \(its program does not run here\)/);
    await addressOf(host);
  });

  it('refuses what it cannot open', async () => {
    const nowhere = { env: { XDG_DATA_HOME: ownFolder(), XDG_CONFIG_HOME: ownFolder() } };
    expectRefusal(await runCorelane(['open', 'nothing.mjs'], nowhere), 1, /There is no file .*nothing\.mjs/);
    expectRefusal(await runCorelane(['open', 'nothing'], nowhere), 1, /There is no session file "nothing"/);
    expectRefusal(await runCorelane(['open', 'latest'], nowhere), 1, /There is no session in/);
    expectRefusal(await runCorelane(['open', '--host', 'emacs'], nowhere), 2, /emacs/);
  });

  it('begins at the session that is named', async () => {
    const host = startApp(['--no-window', '--browser', join(root, 'README.md')]);
    await host.prints(/#\/session\?path=.*README\.md&tab=ranking/);
  });
});
