import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import type { LiveBatch } from '../../../../src/shared/jobs.ts';
import type { ProfileRequest } from '../../../../src/shared/profile.ts';
import { taskFixture } from '../../../support/command-line.ts';
import { labRequest, startEngine } from '../../../support/engine-process.ts';

const order = (
  argv: readonly string[],
  cwd: string,
): Omit<ProfileRequest, 'out'> & { out: string | null } => ({
  argv,
  cwd,
  env: {},
  cores: null,
  node: null,
  python: null,
  out: null,
});

const waits = 'echo begun; trap "echo heard; exit 9" INT; while :; do sleep 0.05; done';

const printed = (batches: readonly (LiveBatch | null)[]): string =>
  batches.flatMap((batch) => batch?.output.map(({ text }) => text) ?? []).join('');

describe('a profile as a job', () => {
  it('is watched while it runs, is sent signals, and ends with a session', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const id = await window.engine.startProfile(order(['bash', '-c', waits], engine.folder));
    const history = await window.engine.watchJob(id);
    await expect.poll(() => printed([history, ...window.batches]), { timeout: 20_000 }).toContain('begun');
    const late = await window.engine.watchJob(id);
    expect(printed([late])).toContain('begun');
    const running = await window.job(id, ({ work }) => work.kind === 'profile' && work.progress !== null);
    expect(running.work).toMatchObject({ kind: 'profile', command: expect.stringContaining('bash -c') });
    await window.engine.signalProfile(id, 'SIGINT');
    const ended = await window.job(id);
    expect(ended.state).toEqual({ type: 'done' });
    if (ended.work.kind !== 'profile') throw new Error('it is no profile');
    const reader = openSession(ended.work.session);
    const report = reader.report();
    reader.close();
    expect(report).toMatchObject({ command: 'profile', complete: true, exit: { code: 9, signal: null } });
    expect(printed([history, ...window.batches])).toContain('heard');
    const { settings } = await window.engine.surroundings();
    expect(settings.recentCommands).toEqual([{ argv: ['bash', '-c', waits], cwd: engine.folder }]);
    await expect(window.engine.signalProfile(id, 'SIGINT')).rejects.toMatchObject({ code: 'usage' });
  });

  it('is the only thing that measures, and when it is stopped leaves nothing but what it recorded', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const id = await window.engine.startProfile(
      order(['sh', '-c', 'trap "" INT TERM; sleep 1000'], engine.folder),
    );
    await engine.mark.find(/^sleep 1000$/);
    const second = window.engine.startProfile(order(['true'], engine.folder));
    await expect(second).rejects.toThrow(/A profile of sh .* is running already/);
    await expect(window.engine.startLab(labRequest(taskFixture('quick.mjs')))).rejects.toThrow(
      /A profile of/,
    );
    await window.engine.cancelJob(id);
    expect((await window.job(id)).state).toEqual({ type: 'interrupted', kept: true });
    await expect
      .poll(() =>
        engine.mark
          .living()
          .map(({ command }) => command)
          .filter((c) => /sleep/.test(c)),
      )
      .toEqual([]);
  });

  it('is refused at once when its program cannot be started', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    await expect(window.engine.startProfile(order(['no-such-program'], engine.folder))).rejects.toMatchObject(
      {
        code: 'runner-failed',
      },
    );
    await expect(window.engine.startProfile(order([], engine.folder))).rejects.toMatchObject({
      code: 'usage',
    });
    const { jobs } = await window.engine.surroundings();
    expect(jobs).toEqual([]);
  });
});

describe('inspecting a command', () => {
  it('says what would run', async () => {
    const engine = startEngine();
    const window = engine.openWindow();
    const cwd = engine.folder;
    writeFileSync(join(cwd, 'a.mjs'), '');
    writeFileSync(join(cwd, 'b.py'), '');
    writeFileSync(join(cwd, 'c.py'), '#!/bin/sh\n');
    chmodSync(join(cwd, 'c.py'), 0o755);
    const inspect = (...argv: string[]) =>
      window.engine.inspectCommand({ argv, cwd, node: process.execPath, python: null });
    expect(await inspect('a.mjs', 'x')).toEqual({
      argv: [process.execPath, 'a.mjs', 'x'],
      program: process.execPath,
      interpreter: { language: 'node', version: process.versions.node, because: null },
    });
    const python = await inspect('b.py');
    expect(python.interpreter?.language).toBe('python');
    expect(python.argv).toEqual([python.program, 'b.py']);
    expect(await inspect('./c.py')).toEqual({
      argv: ['./c.py'],
      program: join(cwd, 'c.py'),
      interpreter: null,
    });
    expect(await inspect('sh', '-c', '')).toMatchObject({ argv: ['sh', '-c', ''], interpreter: null });
    await expect(inspect('')).rejects.toMatchObject({ code: 'usage' });
    const { entries } = await window.engine.listFolder(cwd);
    const kinds = Object.fromEntries(entries.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({ 'a.mjs': 'task', 'b.py': 'task', 'c.py': 'task' });
  });
});
