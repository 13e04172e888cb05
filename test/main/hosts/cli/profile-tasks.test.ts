import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import type { ProfileReport } from '../../../../src/shared/profile-report.ts';
import type { SessionReader } from '../../../../src/shared/session.ts';
import { runCorelane } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { ownSession, parseProfile, profiled, startProfile } from '../../../support/profile-command.ts';
import { python } from '../../../support/python.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/tracing/${name}`, import.meta.url));

const counts = ({ tasks }: ProfileReport) =>
  Object.fromEntries(
    Object.entries(tasks.by_api).map(([api, { count, ok, error, cancelled, lost }]) => [
      api,
      { count, ok, error, cancelled, lost },
    ]),
  );
const all = (count: number, others: { readonly error?: number; readonly lost?: number } = {}) => {
  const { error = 0, lost = 0 } = others;
  return { count, ok: count - error - lost, error, cancelled: 0, lost };
};

function within<T>(path: string, look: (session: SessionReader) => T): T {
  const session = openSession(path);
  try {
    return look(session);
  } finally {
    session.close();
  }
}

const key = ({ pid, tid }: { readonly pid: number; readonly tid: number }): string => `${pid} ${tid}`;

/** Threads that ran tasks in whose time they have no slice. */
const withoutSlices = (path: string): readonly string[] =>
  within(path, (session) => {
    const workers = new Map(session.workers().map((row) => [row.worker, key(row)]));
    const slices = new Map([...workers.values()].map((thread) => [thread, new Array<Slice>()]));
    const threads = new Map(session.threads().map((row) => [row.thread, slices.get(key(row))]));
    for (const { thread, start, end } of session.batches('slices')) {
      for (const [row, number] of thread.entries()) {
        threads.get(number)?.push({ start: start[row] ?? 0, end: end[row] ?? 0 });
      }
    }
    return [...session.batches('tasks')].flatMap(({ worker, start, end }) =>
      Array.from(worker).flatMap((number, row) => {
        const by = workers.get(number) ?? 'nobody';
        const [from = 0, to = 0] = [start[row], end[row]];
        const ran = slices.get(by)?.some((slice) => slice.start < to && slice.end > from);
        return ran === true ? [] : [by];
      }),
    );
  });

interface Slice {
  readonly start: number;
  readonly end: number;
}

const script = (name: string): readonly string[] => [python ?? '', fixture(name)];

describe.skipIf(python === null)('the tasks of a Python program', () => {
  it('are counted by API, and ran on threads whose slices are known', async () => {
    const report = await profiled(script('pools.py'));
    expect(report.exit).toEqual({ code: 0, signal: null });
    expect(counts(report)).toEqual({
      'concurrent.futures.ThreadPoolExecutor': all(40, { error: 5 }),
      'concurrent.futures.ProcessPoolExecutor': all(30),
      'multiprocessing.pool.Pool': all(20),
      'asyncio.Task': all(13),
      'threading.Thread': all(4),
    });
    expect(report.tasks.total).toBe(107);
    expect(
      Object.values(report.tasks.by_api).every(
        ({ run_ms, queue_ms }) => run_ms !== null && queue_ms !== null,
      ),
    ).toBe(true);
    expect(report.warnings.filter((warning) => warning.includes('ask'))).toEqual([]);
    if (report.scheduling.mode !== 'sampled') {
      expect(withoutSlices(report.session)).toEqual([]);
      for (const { on_cpu_ms, run_ms } of Object.values(report.tasks.by_api)) {
        expect(on_cpu_ms).toBeGreaterThan(0);
        // A task is on at most one core at a time.
        expect(on_cpu_ms).toBeLessThanOrEqual(run_ms ?? 0);
      }
    }
    within(report.session, (session) => {
      expect(session.count('traced')).toBe(107);
      expect(session.failures()).toMatchObject([
        { outcome: 'error', message: 'ValueError: no such number', count: 5 },
      ]);
      const places = session.details('sites').map(({ callable }) => callable?.name);
      expect(places).toEqual(expect.arrayContaining(['work', 'fail', 'wait']));
      const chunks = [...session.batches('traced')].flatMap(({ chunk }) =>
        [...chunk].filter((of) => of !== 0),
      );
      expect(chunks).toHaveLength(20);
      expect(new Set(chunks).size).toBe(4);
    });
    const shown = await runCorelane(['show', report.session]);
    expect(shown.stdout).toMatch(/concurrent\.futures\.ThreadPoolExecutor +40 +35 +5 /);
    expect(parseProfile(await runCorelane(['show', report.session, '--json']))).toEqual(report);
  });

  it('that a killed worker ran are lost', async () => {
    const report = await profiled(script('killed_worker.py'));
    expect(report.exit.code).toBe(0);
    expect(counts(report)).toEqual({ 'concurrent.futures.ProcessPoolExecutor': all(2, { lost: 1 }) });
  });

  it('that ran and waited when it was killed are kept as lost', async () => {
    const report = await profiled(script('killed_program.py'));
    expect(report.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(counts(report)).toEqual({ 'concurrent.futures.ThreadPoolExecutor': all(10, { lost: 9 }) });
    within(report.session, (session) => {
      const begun = [...session.batches('tasks')].flatMap(({ start }) => Array.from(start));
      expect(begun.filter((start) => !Number.isNaN(start))).toHaveLength(3);
    });
  });

  it('that had settled are counted when Corelane itself is killed', async () => {
    const folder = ownFolder();
    const program = join(folder, 'settles.py');
    writeFileSync(
      program,
      'import time\nfrom threading import Thread\n' +
        'for _ in range(6):\n  t = Thread(target=abs, args=(1,)); t.start(); t.join()\n' +
        'time.sleep(60)\n',
    );
    const { command, session } = startProfile([python ?? '', program], { env: { TMPDIR: folder } });
    const settled = (): number => {
      try {
        return within(session, (reader) => reader.count('tasks'));
      } catch {
        return 0;
      }
    };
    await expect.poll(settled).toBe(6);
    command.process.kill('SIGKILL');
    await command.ended;
    const report = parseProfile(await runCorelane(['show', session, '--json']));
    expect(report.complete).toBe(false);
    expect(counts(report)).toEqual({ 'threading.Thread': all(6) });
  });

  it('are not traced with --no-trace, and nothing is loaded into it', async () => {
    const look =
      'import os, sys; print([n for n in ("CORELANE_TRACE", "PYTHONPATH", "NODE_OPTIONS") if n in os.environ])';
    const session = ownSession();
    const result = await runCorelane([
      'profile',
      '--no-trace',
      '--out',
      session,
      '--',
      python ?? '',
      '-c',
      look,
    ]);
    expect(result.stdout).toBe('[]\n');
    const report = await profiled(script('killed_worker.py'), {}, ['--no-trace']);
    expect(report.tasks).toEqual({ total: 0, by_api: {} });
  });

  it.each(['spawn', 'forkserver'])(
    'are traced where Python is told to ignore its environment, with its children by %s, and called as they were given',
    async (method) => {
      const argv = [python ?? '', '-I', fixture('isolated_pools.py'), method];
      const report = await profiled(argv);
      expect(report.exit.code).toBe(0);
      expect(report.warnings).toEqual([]);
      expect(counts(report)).toMatchObject({
        'concurrent.futures.ProcessPoolExecutor': all(2),
        'concurrent.futures.ThreadPoolExecutor': all(2),
      });
      const commands = report.processes.map(({ command }) => command);
      expect(commands).toContain(argv.join(' '));
      expect(commands.filter((command) => command.includes('corelane_start'))).toEqual([]);
    },
  );

  it('are missing where what it starts is told to ignore its environment, which is said', async () => {
    const run = 'import subprocess, sys; subprocess.run([sys.executable, "-I", sys.argv[1]])';
    const report = await profiled([python ?? '', '-c', run, fixture('killed_worker.py')]);
    expect(report.tasks.total).toBe(0);
    expect(report.warnings).toEqual([
      expect.stringMatching(/^Tasks of \d+ .*python\S* -I .* are missing: -I makes Python ignore/),
    ]);
  });

  it('do not depend on where it finds its modules, and its own path stays behind', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'sitecustomize.py'), 'print("mine")\n');
    writeFileSync(join(folder, 'beside.py'), 'print("beside")\n');
    const run =
      'import beside, sys; words = " ".join([*sys.path, *sys.modules]); print("corelane-run" in words or "corelane_hook" in words)';
    const argv = ['--out', ownSession(), '--env', `PYTHONPATH=${folder}`, '--', python ?? '', '-c', run];
    const result = await runCorelane(['profile', ...argv]);
    expect(result.stdout).toBe('mine\nbeside\nFalse\n');
  });

  it('are not traced where no folder can be made, and it runs as it would alone', async () => {
    const report = await profiled(script('killed_worker.py'), { env: { TMPDIR: join(ownFolder(), 'gone') } });
    expect(report.exit.code).toBe(0);
    expect(report.tasks.total).toBe(0);
    expect(report.warnings).toEqual([expect.stringMatching(/^Tasks were not traced: .*gone.*TMPDIR/)]);
  });

  it('leave nothing in the temporary folder', async () => {
    const folder = join(ownFolder(), 'tmp');
    mkdirSync(folder);
    await profiled(script('killed_program.py'), { env: { TMPDIR: folder } });
    await runCorelane(['profile', '--out', ownSession(), '/nowhere/python3'], { env: { TMPDIR: folder } });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the tasks of a Node program', () => {
  it('in a Piscina are counted, and ran on threads whose slices are known', async () => {
    const report = await profiled([process.execPath, fixture('piscina.mjs')]);
    expect(report.exit.code).toBe(0);
    const { piscina, ...others } = counts(report);
    expect(piscina).toEqual(all(30, { error: 3 }));
    expect(others).toEqual({});
    if (report.scheduling.mode !== 'sampled') expect(withoutSlices(report.session)).toEqual([]);
  });

  it("keep the user's own NODE_OPTIONS in force", async () => {
    const argv = [
      process.execPath,
      '-p',
      'process.env.NODE_OPTIONS.endsWith("--no-warnings"), process.title',
    ];
    const flags = ['--env', 'NODE_OPTIONS=--title=mine --no-warnings'];
    const result = await runCorelane(['profile', '--out', ownSession(), ...flags, '--', ...argv]);
    expect(result.stdout).toBe('mine\n');
  });
});
