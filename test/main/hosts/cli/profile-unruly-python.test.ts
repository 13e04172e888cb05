import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectRefusal, runCorelane } from '../../../support/command-line.ts';
import { pythons } from '../../../support/hooked-python.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { python } from '../../../support/python.ts';
import { inTurn, mayBeRunByNobody, profiledAsAlone, unruly } from '../../../support/unruly-programs.ts';

const script = (name: string): readonly string[] => [python ?? '', unruly(name)];

describe.skipIf(python === null)('a Python program', () => {
  it('that exits, leaves, raises, forks in a thread or is over at once does so as alone, with its tasks', async () => {
    const names = ['exits.py', 'leaves.py', 'raises.py', 'forks.py', 'brief.py'];
    const { tasks, report } = await profiledAsAlone(inTurn(names.map(script)));
    expect(tasks).toEqual({
      'exits.py': { ok: 3, error: 1 },
      'leaves.py': { ok: 1, lost: 1 },
      'raises.py': { error: 1 },
      'forks.py': { ok: 2 },
      'brief.py': { ok: 1 },
    });
    expect(report).toMatchObject({ complete: true, exit: { code: 0, signal: null } });
    expect(report.warnings.join('\n')).not.toContain('asks of');
  });

  it('that closes all files, goes elsewhere or prints what is no text does so as alone, with its tasks', async () => {
    const names = ['closes.py', 'moves.py', 'prints.py'];
    const { tasks, report } = await profiledAsAlone(inTurn(names.map(script)));
    expect(tasks).toEqual({
      'closes.py': { ok: 600 },
      'moves.py': { ok: 2 },
      'prints.py': { error: 1 },
    });
    expect(report.warnings.join('\n')).not.toContain('asks of');
  });

  it('that is interrupted by Ctrl-C shows its traceback and ends by the signal, and its session is kept', async () => {
    const { tasks, report, code } = await profiledAsAlone(script('interrupted.py'), {
      interruptAt: 'begun',
    });
    expect(code).toBe(130);
    expect(report).toMatchObject({ complete: true, exit: { code: null, signal: 'SIGINT' } });
    expect(tasks).toEqual({ 'interrupted.py': { ok: 3 } });
  });

  it('that makes ten thousand threads has as many tasks', async () => {
    const { tasks, report } = await profiledAsAlone(script('many.py'));
    expect(tasks).toEqual({ 'many.py': { ok: 10_000 } });
    expect(report.tasks.total).toBe(10_000);
  });
});

const publicPython = ['/usr/bin/python3', '/usr/local/bin/python3'].find(
  (path) => isTraced(path) && mayBeRunByNobody(path),
);
if (publicPython === undefined)
  console.warn('No Python here can be run by another user: what changes its user is not tried.');

function isTraced(path: string): boolean {
  const tell = 'import sys; sys.exit(sys.version_info < (3, 8))';
  return spawnSync(path, ['-c', tell]).status === 0;
}

it.skipIf(publicPython === undefined)(
  'a Python program that becomes another user goes on as alone; of what it starts then, the tasks are said to be missing',
  async () => {
    const { tasks, report } = await profiledAsAlone([publicPython ?? '', unruly('drops.py')]);
    expect(tasks).toEqual({ 'drops.py': { ok: 600 } });
    const others = report.processes.filter(({ pid }) => pid !== report.processes[0]?.pid);
    const [missing, ...rest] = report.warnings.filter((warning) => warning.includes('asks of'));
    expect(rest).toEqual([]);
    expect(missing).toMatch(/^Tasks of .* are missing: .*another user/);
    expect(others).toHaveLength(2);
    for (const { pid } of others) expect(missing).toContain(`${pid} `);
  },
);

const old = pythons.filter(({ version }) => !/^3\.(?:[89]|\d\d)/.test(version));
if (old.length === 0) console.warn('No Python before 3.8 is here: that it is told of is not tried.');

it.skipIf(old.length === 0)(
  'Pythons that are too old run as alone, and are named with their version',
  async () => {
    const { tasks, report } = await profiledAsAlone(
      inTurn(old.map(({ path }) => [path, unruly('brief.py')])),
    );
    expect(tasks).toEqual({});
    for (const { version } of old)
      expect(report.warnings.join('\n')).toMatch(
        new RegExp(
          String.raw`Tasks of \d+ \S*python\S* .*are missing: CPython is traced from 3\.8 on, and this is ${version}\.\d+\.`,
        ),
      );
  },
);

it.skipIf(python === null)('a Python that is not CPython runs as alone, and is named', async () => {
  const folder = ownFolder();
  const made = spawnSync(python ?? '', ['-m', 'venv', '--without-pip', folder]);
  expect(made.status, made.stderr.toString()).toBe(0);
  const own = join(folder, 'bin', 'python');
  // What is in such a file runs when Python starts, before it looks for hooks.
  const { stdout } = spawnSync(own, ['-c', 'import site; print(site.getsitepackages()[0])'], {
    encoding: 'utf8',
  });
  writeFileSync(join(stdout.trim(), 'other.pth'), 'import sys; sys.implementation.name = "otherpy"\n');
  const { tasks, report } = await profiledAsAlone([own, unruly('brief.py')]);
  expect(tasks).toEqual({});
  expect(report.warnings.join('\n')).toMatch(
    /Tasks of \d+ .* are missing: of all Pythons CPython alone is traced, and this is otherpy \d/,
  );
});

it('a script for which there is no Python is refused in a sentence', async () => {
  const folder = ownFolder();
  const env = { PATH: folder };
  expectRefusal(
    await runCorelane(['profile', unruly('brief.py')], { env, cwd: folder }),
    1,
    /There is no python3 on PATH to run .*brief\.py\.\n {2}→ Install Python 3, or name one with --python/,
  );
});
