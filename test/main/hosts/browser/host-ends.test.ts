import { cpSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { JobId } from '../../../../src/shared/jobs.ts';
import { taskFixture } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { addressOf, startApp } from './running-host.ts';
import { TestWindow } from './test-window.ts';

async function startWithWindow() {
  const host = startApp(['--browser', '--no-window']);
  const address = await addressOf(host);
  const window = await TestWindow.open(address);
  await window.told('running');
  return { host, address, window };
}

/** A lab whose one task never ends. */
async function startEndlessLab(window: TestWindow): Promise<JobId> {
  const job = await window.engine.startLab({
    task: taskFixture('never-settles.mjs'),
    executors: ['process-pool'],
    workers: [1],
    cores: null,
    pin: 'none',
    tasks: 1,
    repeat: 1,
    taskTimeout: null,
    budget: null,
    objective: 'throughput',
    inputs: null,
    node: null,
    python: null,
    asyncVariant: null,
    prefer: null,
    out: null,
  });
  return job;
}

describe('the browser host', () => {
  it('ends when its last window has closed, and not before', async () => {
    const { host, address, window } = await startWithWindow();
    const second = await TestWindow.open(address);
    await window.close();
    expect((await second.engine.surroundings()).jobs).toEqual([]);
    await second.close();
    expect(await host.ended).toMatchObject({ code: 0 });
    await host.mark.expectNoneLeft();
  });

  it('outlives the reload of its only window', async () => {
    const { host, address, window } = await startWithWindow();
    await window.close();
    const again = await TestWindow.open(address);
    await again.told('running');
    expect((await again.engine.surroundings()).jobs).toEqual([]);
    expect(host.process.exitCode).toBeNull();
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with all it started on %s', async (signal) => {
    const { host } = await startWithWindow();
    host.process.kill(signal);
    expect(await host.ended).toMatchObject({ code: 130 });
    await host.mark.expectNoneLeft();
  });

  it('ends when the command that started it is killed', async () => {
    const { host } = await startWithWindow();
    host.process.kill('SIGKILL');
    await host.ended;
    await host.mark.expectNoneLeft();
  });

  it('leaves no engine and none of the tasks when it is killed in mid-lab', async () => {
    const { host, window } = await startWithWindow();
    await startEndlessLab(window);
    await host.mark.find(/task-process\.js/);
    const { pid } = await host.mark.find(/main\/browser-host\.js/);
    process.kill(pid, 'SIGKILL');
    await host.ended;
    await host.mark.expectNoneLeft();
  });

  it('says where the session is of a lab that it had to stop', async () => {
    const { host, window } = await startWithWindow();
    await startEndlessLab(window);
    await host.mark.find(/task-process\.js/);
    host.process.kill('SIGINT');
    const { printed } = await host.ended;
    const [, session = ''] = /The lab was stopped; its session is (.*\.corelane)\n/.exec(printed) ?? [];
    expect(readdirSync(join(host.folder, 'data', 'corelane', 'sessions'))).toContain(
      session.split('/').at(-1),
    );
  });

  it('tells its windows that the engine was killed, and starts another when one asks for it', async () => {
    const { host, address, window } = await startWithWindow();
    const other = await TestWindow.open(address);
    const { pid } = await host.mark.find(/main\/engine-process\.js/);
    const unanswered = window.engine.listFolder('/');
    unanswered.catch(() => undefined);
    process.kill(pid, 'SIGKILL');
    const reason = 'The engine was ended by SIGKILL.';
    expect(await window.told('ended')).toEqual({ type: 'ended', reason });
    expect(await other.told('ended')).toEqual({ type: 'ended', reason });
    const before = [window.states.length, other.states.length];
    other.say({ type: 'restart-engine' });
    await window.told('running', before[0]);
    await other.told('running', before[1]);
    expect((await window.engine.surroundings()).workingFolder).toBe(host.folder);
    expect((await other.engine.surroundings()).jobs).toEqual([]);
  });

  it('says in windows and on stderr why the engine cannot start, wherever the app lies', async () => {
    const elsewhere = ownFolder();
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    for (const part of ['bin', 'out']) cpSync(join(root, part), join(elsewhere, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(elsewhere, 'node_modules'));
    rmSync(join(elsewhere, 'out', 'main', 'engine-process.js'));
    const host = startApp(['--browser', '--no-window'], {}, join(elsewhere, 'bin', 'corelane'));
    const window = await TestWindow.open(await addressOf(host));
    const { reason } = await window.told('ended');
    expect(reason).toMatch(/^The engine ended with code 1: Error: Cannot find module '.*engine-process\.js'/);
    await host.prints(/^corelane: The engine ended with code 1: /m);
  });
});
