import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labReport, recordSession, testFolder, trialReport } from '../../engine/export/recorded-session.ts';
import { corelane } from './run-corelane.ts';

const report = labReport(
  [
    trialReport('thread-pool', 2, { throughput_per_s: 400 }),
    trialReport('event-loop', 1, { throughput_per_s: 200, failed: 1 }),
    trialReport('thread-pool', 2, { repeat: 2, throughput_per_s: 440 }),
  ],
  { warnings: ['The machine was busy with something else.'] },
);

/** A data folder of its own for one test; `env` points Corelane to it. */
function dataFolder(): { sessions: string; env: Record<string, string> } {
  const data = testFolder();
  const sessions = join(data, 'corelane', 'sessions');
  mkdirSync(sessions, { recursive: true });
  return { sessions, env: { XDG_DATA_HOME: data } };
}

describe('show', () => {
  it('prints the ranking, the failures and the verdict of a session', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), {
      report,
      failures: [{ trial: 1, outcome: 'error', message: 'boom\nat somewhere', count: 3, first_task: 4 }],
    });
    const { code, stdout, stderr } = await corelane(['show', path]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/task\.mjs/);
    expect(stdout).toMatch(/executor +workers +tasks\/s/);
    expect(stdout).toMatch(/thread-pool ◀ +2 +420 +± 4\.8 %/);
    expect(stdout).toMatch(/3 tasks failed: boom \(first: task 4, event-loop × 1\)/);
    expect(stdout).toMatch(/! The machine was busy/);
    expect(stdout).toMatch(/Verdict: use thread-pool with 2 workers, 1\.50 times as good/);
    expect(stdout).not.toContain('\u001B');
    expect(code).toBe(0);
  });

  it('prints exactly the recorded object with --json', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), { report });
    const { stdout } = await corelane(['show', path, '--json']);
    expect(JSON.parse(stdout)).toEqual(report);
  });

  it('is coloured when FORCE_COLOR says that the reader wants it', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), { report });
    expect((await corelane(['show', path], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001B[');
  });

  it('says that a recording was interrupted, even before its first trial ended', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), { complete: false });
    const shown = await corelane(['show', path]);
    expect(shown.stdout).toMatch(/interrupted/);
    expect(shown.code).toBe(0);
    const asJson = await corelane(['show', path, '--json']);
    expect(asJson).toMatchObject({ code: 1, stdout: '' });
  });

  it('finds sessions of the data folder by name, by how name or id begins, and the latest', async () => {
    const { sessions, env } = dataFolder();
    const record = (name: string, id: string) =>
      recordSession(join(sessions, `${name}.corelane`), {
        report,
        header: { id, workload: { label: `${id}.mjs`, path: '/x' } },
      });
    await record('primes-2026-01-02-030405', 'aaa-1');
    await record('primes-2026-01-03-030405', 'bbb-2');
    await record('fetch-2025-12-31-030405', 'ccc-3');
    const labels = ['latest', 'fetch', 'primes-2026-01-02', 'bbb', 'fetch-2025-12-31-030405.corelane'].map(
      async (given) => (await corelane(['show', given], { env })).stdout.split('\n')[0],
    );
    expect(await Promise.all(labels)).toEqual([
      'bbb-2.mjs',
      'ccc-3.mjs',
      'aaa-1.mjs',
      'bbb-2.mjs',
      'ccc-3.mjs',
    ]);
    const several = await corelane(['show', 'primes'], { env });
    expect(several.code).toBe(1);
    expect(several.stderr).toMatch(/"primes" fits 2 sessions/);
    const none = await corelane(['show', 'prines-2026-01-02-030405'], { env });
    expect(none.stderr).toMatch(/Did you mean primes-2026-01-02-030405\?/);
  });

  it.each([
    ['is not there', (_path: string) => undefined, /There is no session .*gone\.corelane/],
    ['is empty', (path: string) => writeFileSync(path, ''), /is empty/],
    [
      'is foreign',
      (path: string) => writeFileSync(path, 'hello\n'.repeat(1000)),
      /is not a Corelane session/,
    ],
    ['is a folder', (path: string) => mkdirSync(path), /is a folder/],
  ])('says what is wrong with a file that %s', async (_what, make, message) => {
    const path = join(testFolder(), 'gone.corelane');
    make(path);
    const { code, stdout, stderr } = await corelane(['show', path, '--json']);
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(3);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('says that a truncated session is damaged', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), { report });
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    const { code, stderr } = await corelane(['show', path]);
    expect(stderr).toMatch(/damaged/);
    expect(code).toBe(1);
  });
});

describe('sessions', () => {
  it('says what to do when there is none, and gives an empty list as JSON', async () => {
    const { sessions, env } = dataFolder();
    rmSync(sessions, { recursive: true });
    const { code, stdout } = await corelane(['sessions'], { env });
    expect(stdout).toMatch(/no sessions in .*\n {2}→ Record one: corelane lab TASK/);
    expect(code).toBe(0);
    const asJson = await corelane(['sessions', '--json'], { env });
    expect(JSON.parse(asJson.stdout)).toMatchObject({ corelane: 1, sessions: [] });
  });

  it('lists the newest first, and unreadable files with their reason', async () => {
    const { sessions, env } = dataFolder();
    await recordSession(join(sessions, 'old-2026-01-01-000000.corelane'), { report });
    await recordSession(join(sessions, 'new-2026-01-02-000000.corelane'), { report, complete: false });
    const renamed = await recordSession(join(sessions, 'renamed.corelane'), { report });
    utimesSync(renamed, new Date('2025-06-01'), new Date('2025-06-01'));
    writeFileSync(join(sessions, 'broken-2026-01-03-000000.corelane'), 'no session');
    writeFileSync(join(sessions, 'notes.txt'), 'not listed');
    const { code, stdout } = await corelane(['sessions', '--json'], { env });
    const list: { sessions: { name: string; error: string | null }[] } = JSON.parse(stdout);
    expect(list.sessions.map(({ name }) => name)).toEqual([
      'broken-2026-01-03-000000',
      'new-2026-01-02-000000',
      'old-2026-01-01-000000',
      'renamed',
    ]);
    expect(list.sessions[0]).toMatchObject({
      error: expect.stringMatching(/not a Corelane session/),
      trials: null,
    });
    expect(list.sessions[2]).toMatchObject({
      error: null,
      trials: 3,
      complete: true,
      verdict: { executor: 'thread-pool', workers: 2 },
    });
    expect(code).toBe(0);
    const table = await corelane(['sessions'], { env });
    expect(table.stdout).toMatch(/new-2026-01-02-000000 .*interrupted/);
    expect(table.stdout).toMatch(/old-2026-01-01-000000 .*thread-pool × 2/);
    expect(table.stdout).toMatch(/✗ broken-2026-01-03-000000: /);
    expect(readdirSync(sessions)).toHaveLength(5);
  });
});

describe('doctor', () => {
  it('tells for each capability whether it is there, or why not and what to do', async () => {
    const { code, stdout } = await corelane(['doctor', '--json']);
    const found: { capabilities: { name: string; available: boolean; reason: unknown; remedy: unknown }[] } =
      JSON.parse(stdout);
    expect(found.capabilities.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['pinning', 'core-utilization', 'engine-node', 'task-node', 'data-folder']),
    );
    for (const { available, reason, remedy } of found.capabilities) {
      if (available) expect([reason, remedy]).toEqual([null, null]);
      else expect(reason).toEqual(expect.stringMatching(/\.$/));
    }
    expect(code).toBe(0);
  });

  it('names what the portable platform cannot do', async () => {
    const { stdout } = await corelane(['doctor'], { env: { CORELANE_PLATFORM: 'portable' } });
    expect(stdout).toMatch(/✗ pinning/);
    expect(stdout).toMatch(/✓ engine-node/);
  });

  it('finds that sessions cannot be kept where a file is in the way', async () => {
    const file = join(testFolder(), 'file');
    writeFileSync(file, '');
    const { stdout } = await corelane(['doctor', '--json'], { env: { XDG_DATA_HOME: file } });
    const found: { capabilities: { name: string; available: boolean }[] } = JSON.parse(stdout);
    expect(found.capabilities.find(({ name }) => name === 'data-folder')?.available).toBe(false);
  });
});
