import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LabRequest } from '../../../../src/shared/experiment.ts';
import { taskFixture } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { startApp, startConnectedApp } from './running-app.ts';

const endlessLab = (out: string): LabRequest => ({
  task: taskFixture('naps.mjs'),
  executors: ['event-loop'],
  workers: [1],
  cores: null,
  pin: 'none',
  tasks: 1_000_000,
  repeat: 1,
  taskTimeout: null,
  budget: null,
  objective: 'throughput',
  inputs: null,
  node: process.execPath,
  python: null,
  asyncVariant: null,
  prefer: null,
  out,
});

/** An app whose lab is recording tasks. */
async function startMeasuringApp() {
  const app = await startConnectedApp();
  const session = join(ownFolder(), 'kept.corelane');
  await app.puppet.startLab(1, endlessLab(session));
  await expect
    .poll(async () => (await app.puppet.surroundings(1)).jobs)
    .toMatchObject([{ work: { progress: { phase: 'running' } } }]);
  return { ...app, session };
}

describe('the relay of Electron’s host', () => {
  it('carries calls to the engine process and its answers back', async () => {
    const { puppet, engine } = await startConnectedApp();
    const surroundings = await puppet.surroundings(1);
    expect(surroundings.machine.cpus).toBeGreaterThan(0);
    expect(surroundings.settings.theme).toBe('system');
    // The locked Node runs it, not whatever Electron brings.
    expect((await engine()).command).toMatch(/node_modules\/node-linux-\w+\/bin\/node /);
  });

  it('answers only the main frame of the app’s own page', async () => {
    const { puppet } = await startConnectedApp();
    expect(await puppet.connectAs(1, {})).toBe(true);
    expect(await puppet.connectAs(1, { url: 'corelane://app/#/sessions' })).toBe(true);
    expect(await puppet.connectAs(1, { embedded: true })).toBe(false);
    expect(await puppet.connectAs(1, { url: 'https://example.org/' })).toBe(false);
    expect(await puppet.connectAs(1, { url: 'corelane://app.example.org/' })).toBe(false);
    expect(await puppet.connectAs(1, { unknown: true })).toBe(false);
  });

  it('gives a reloaded window a new conversation and ends the old one', async () => {
    const { puppet } = await startConnectedApp();
    await puppet.reload(1);
    expect(await puppet.connect(1)).toBe(true);
    await expect.poll(() => puppet.conversations(1)).toEqual([true, false]);
    expect((await puppet.surroundings(1)).jobs).toEqual([]);
    expect(await puppet.connect(1)).toBe(true);
    await expect.poll(() => puppet.conversations(1)).toEqual([true, true, false]);
    expect((await puppet.surroundings(1)).jobs).toEqual([]);
  });

  it('keeps a lab running while its window is reloaded', async () => {
    const { puppet } = await startMeasuringApp();
    await puppet.reload(1);
    await puppet.connect(1);
    await expect.poll(() => puppet.heard(1)).toContainEqual({ type: 'engine', state: { type: 'running' } });
    expect((await puppet.surroundings(1)).jobs).toMatchObject([{ state: { type: 'running' } }]);
  });

  it('tells the window that its engine was killed, and starts another when asked to', async () => {
    const { puppet, engine } = await startConnectedApp();
    const killed = await engine();
    process.kill(killed.pid, 'SIGKILL');
    await expect
      .poll(() => puppet.heard(1))
      .toContainEqual({
        type: 'engine',
        state: { type: 'ended', reason: expect.stringContaining('SIGKILL') },
      });
    const before = (await puppet.heard(1)).length;
    await puppet.tellHost(1, { type: 'restart-engine' });
    await expect
      .poll(async () => (await puppet.heard(1)).slice(before))
      .toEqual([
        { type: 'engine', state: { type: 'starting' } },
        { type: 'engine', state: { type: 'running' } },
      ]);
    expect((await engine()).pid).not.toBe(killed.pid);
    expect((await puppet.surroundings(1)).jobs).toEqual([]);
  });

  it('shows native dialogs for files and answers each request with its path', async () => {
    const { puppet } = await startConnectedApp();
    await puppet.answer({ path: '/chosen' });
    await puppet.tellHost(1, { type: 'choose-file', request: 7, dialog: { purpose: 'open-session' } });
    await expect
      .poll(() => puppet.heard(1))
      .toContainEqual({ type: 'file-chosen', request: 7, path: '/chosen' });
    await puppet.answer({ path: null });
    const dialog = { purpose: 'save-export', suggested: '/home/me/x.json' } as const;
    await puppet.tellHost(1, { type: 'choose-file', request: 8, dialog });
    await expect.poll(() => puppet.heard(1)).toContainEqual({ type: 'file-chosen', request: 8, path: null });
    expect(await puppet.asked()).toMatchObject([
      { what: 'open', options: { properties: ['openFile'], filters: [{ extensions: ['corelane'] }] } },
      { what: 'save', options: { defaultPath: '/home/me/x.json' } },
    ]);
  });
});

describe('a page that says what no page of the app says', () => {
  it.each(['not JSON', '{"type":"choose-file","request":1,"dialog":{"purpose":"elsewhere"}}'])(
    'loses its channel by saying %s, and the app goes on',
    async (said) => {
      const { puppet } = await startConnectedApp();
      await puppet.tellHostNonsense(1, said);
      await expect.poll(() => puppet.conversations(1)).toEqual([true]);
      expect(await puppet.asked()).toEqual([]);
      expect(await puppet.connect(1)).toBe(true);
      expect((await puppet.surroundings(1)).jobs).toEqual([]);
    },
  );
});

describe('the native menu', () => {
  it('has what the app can do', async () => {
    const { puppet } = await startConnectedApp();
    const [file, ...others] = await puppet.menu();
    expect(file).toMatchObject({ label: '&File' });
    for (const item of ['New Lab', 'Open Task…', 'Open Session…', 'Sessions', 'Export…', 'Settings']) {
      expect(file?.items).toContain(item);
    }
    expect(others.map(({ role }) => role)).toEqual(['editMenu', 'viewMenu', 'windowMenu', 'help']);
  });

  it('sends a command to the window in front', async () => {
    const { puppet } = await startConnectedApp();
    await puppet.choose('New Window');
    await puppet.connect(2);
    await puppet.focus(1);
    await puppet.choose('Open Task…');
    await expect.poll(() => puppet.heard(1)).toContainEqual({ type: 'command', command: 'open-task' });
    expect(await puppet.heard(2)).not.toContainEqual(expect.objectContaining({ type: 'command' }));
  });

  it('keeps a command for a window whose page is still loading', async () => {
    const { puppet } = await startConnectedApp();
    await puppet.choose('New Window');
    await puppet.choose('Settings');
    await puppet.connect(2);
    await expect.poll(() => puppet.heard(2)).toContainEqual({ type: 'command', command: 'settings' });
  });
});

describe('the end of the app', () => {
  it('comes with its last window, and takes the engine with it', async () => {
    const app = await startConnectedApp();
    await app.puppet.close(1);
    expect(await app.ended).toBe(0);
    await app.mark.expectNoneLeft();
  });

  it.each(['closing the last window', 'quitting'])(
    'waits for an answer when %s would stop a lab',
    async (how) => {
      const { puppet, ended, mark, session } = await startMeasuringApp();
      const leave = () => (how === 'quitting' ? puppet.quit() : puppet.close(1));
      await leave();
      await expect.poll(() => puppet.asked()).toHaveLength(1);
      expect((await puppet.asked())[0]).toMatchObject({
        what: 'message',
        options: { message: 'A lab is being recorded. Stop it and quit?', cancelId: 1, defaultId: 1 },
      });
      expect((await puppet.surroundings(1)).jobs).toHaveLength(1);
      await puppet.answer({ button: 0 });
      // The call is not answered: the app ends in the middle of it.
      void leave().catch(() => undefined);
      expect(await ended).toBe(0);
      await mark.expectNoneLeft();
      expect(existsSync(session)).toBe(true);
      expect(existsSync(`${session}-wal`)).toBe(false);
    },
  );

  it('does not wait when another window stays', async () => {
    const { puppet } = await startMeasuringApp();
    await puppet.choose('New Window');
    await puppet.close(1);
    expect(await puppet.windows()).toHaveLength(1);
    expect(await puppet.asked()).toEqual([]);
  });

  it('leaves nothing running when the app is killed', async () => {
    const app = await startApp();
    const { pid } = await app.mark.find(/puppet\.ts/);
    await app.engine();
    process.kill(pid, 'SIGKILL');
    await app.mark.expectNoneLeft();
  });
});
