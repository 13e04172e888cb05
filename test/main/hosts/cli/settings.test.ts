import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordSession, testFolder } from '../../engine/export/recorded-session.ts';
import { corelane } from './run-corelane.ts';

/** A home of its own for one test. */
function home(): { folder: string; env: Record<string, string>; file: string } {
  const folder = testFolder();
  const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'data') };
  return { folder, env, file: join(folder, 'config', 'corelane', 'settings.json') };
}

describe('settings', () => {
  it('shows what is in force, and changes one', async () => {
    const { folder, env, file } = home();
    const before = await corelane(['settings'], { env });
    expect(before.stdout).toMatch(/^theme +system$/m);
    expect(before.stdout).toMatch(/^node +the one on PATH$/m);
    const sessions = join(folder, 'measured');
    const changed = await corelane(['settings', 'sessionsFolder', '~/measured'], { env });
    expect(changed).toMatchObject({ code: 0, stdout: `${sessions}\n` });
    expect(existsSync(sessions)).toBe(true);
    const all = await corelane(['settings', '--json'], { env });
    expect(JSON.parse(all.stdout)).toMatchObject({
      corelane: 1,
      file,
      settings: { sessionsFolder: sessions },
    });
    const listed = await corelane(['sessions', '--json'], { env });
    expect(JSON.parse(listed.stdout)).toMatchObject({ folder: sessions });
    await corelane(['settings', 'sessionsFolder', 'default'], { env });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ sessionsFolder: null });
  });

  it.each([
    [['theme', 'drak'], 2, /no theme "drak".*\n.*Did you mean dark\?/],
    [['colour'], 2, /no setting "colour"/],
    [['recentTasks', '/x'], 2, /not set by hand/],
    [['node', '/bin/ls'], 1, /\/bin\/ls is not a Node/],
  ] as const)('refuses %j', async (args, code, sentence) => {
    const { env, file } = home();
    const result = await corelane(['settings', ...args], { env });
    expect(result.stderr).toMatch(sentence);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(existsSync(file)).toBe(false);
  });

  it('are the defaults when their file is damaged', async () => {
    const { env, file } = home();
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '{"theme": ');
    expect((await corelane(['settings', 'theme'], { env })).stdout).toBe('system\n');
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });
});

describe('sessions', () => {
  it('are renamed, deleted and brought back', async () => {
    const { folder, env } = home();
    const sessions = join(folder, 'data', 'corelane', 'sessions');
    mkdirSync(sessions, { recursive: true });
    await recordSession(join(sessions, 'run-2026-01-02-030405.corelane'), {});
    const names = async (): Promise<unknown> => {
      const { stdout } = await corelane(['sessions', '--json'], { env });
      const list: { sessions: { name: string }[] } = JSON.parse(stdout);
      return list.sessions.map(({ name }) => name);
    };
    const renamed = await corelane(['sessions', 'rename', 'latest', 'baseline'], { env });
    expect(renamed).toMatchObject({ code: 0, stdout: '' });
    expect(await names()).toEqual(['baseline']);
    const deleted = await corelane(['sessions', 'delete', 'baseline'], { env });
    expect(deleted.stderr).toMatch(/corelane sessions restore baseline/);
    expect(await names()).toEqual([]);
    const mistyped = await corelane(['sessions', 'restore', 'baselin'], { env });
    expect(mistyped.stderr).toMatch(/Did you mean baseline\?/);
    expect((await corelane(['sessions', 'restore', 'baseline'], { env })).code).toBe(0);
    expect(await names()).toEqual(['baseline']);
  });

  it('are told as one JSON object each, and brought back to a folder that is not the data folder', async () => {
    const { folder, env } = home();
    const session = await recordSession(join(folder, 'elsewhere.corelane'), {});
    const report = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await corelane(['sessions', ...args, '--json'], { env })).stdout);
    const renamed = join(folder, 'kept.corelane');
    expect(await report('rename', session, 'kept')).toEqual({
      corelane: 1,
      command: 'sessions rename',
      session: renamed,
      previous: session,
    });
    const deleted = await corelane(['sessions', 'delete', renamed, '--json'], { env });
    expect(JSON.parse(deleted.stdout)).toEqual({
      corelane: 1,
      command: 'sessions delete',
      session: renamed,
      aside: expect.stringContaining(join(folder, '.deleted')),
    });
    const [, handle = ''] = /corelane sessions restore (\S+)`/.exec(deleted.stderr) ?? [];
    const restored = { corelane: 1, command: 'sessions restore', session: renamed };
    expect(await report('restore', handle)).toEqual(restored);
    expect(existsSync(renamed)).toBe(true);
  });

  it('say what is missing like every other command', async () => {
    const result = await corelane(['sessions', 'rename', 'latest'], { env: home().env });
    expect(result.stderr).toMatch(/`corelane sessions rename` needs a NAME/);
    expect(result.code).toBe(2);
  });
});
