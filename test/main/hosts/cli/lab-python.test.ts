import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pythonExecutors } from '../../../../src/shared/executors.ts';
import { startCorelane } from '../../../support/command-line.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { python } from '../../../support/python.ts';
import { findPython } from '../../../support/pythons.ts';
import { only, recordLab } from './recorded-lab.ts';

const fixture = (task: string): string =>
  fileURLToPath(new URL(`../../../fixtures/python/tasks/${task}`, import.meta.url));

/** The oldest and the newest that Corelane is tried with, where they are at hand; else the one that `python3` is. */
const oldestAndNewest = ['3.8', '3.13'].map((version) => [version, findPython(version)] as const);
const pythons = oldestAndNewest.some(([, interpreter]) => interpreter !== null)
  ? oldestAndNewest
  : ([['of python3', python]] as const);

const plain = pythonExecutors.filter(
  (executor) => executor !== 'asyncio' && executor !== 'concurrent.futures.InterpreterPoolExecutor',
);

describe.each(pythons)('a lab on Python %s', (_, interpreter) => {
  const on = interpreter === null ? [] : ['--python', interpreter];
  const where = interpreter === null ? ' (skipped: there is none on this machine)' : '';

  it.skipIf(interpreter === null)(
    `runs a function under every executor that can run it${where}`,
    async () => {
      const report = await recordLab(fixture('outcomes.py:task'), ['--workers', '2', ...on]);
      expect(report.runtime.name).toBe('python');
      expect(report.trials.map(({ executor }) => executor)).toEqual(plain);
      for (const trial of report.trials) {
        expect(trial).toMatchObject({ complete: true, tasks: 16, failed: 8, outside_affinity_ms: 0 });
        expect(trial.on_cpu_ms).toBeGreaterThan(0);
        expect(trial.startup_ms).toBeGreaterThan(0);
        expect(trial.task_ms.p50).toBeGreaterThan(0);
      }
      expect(report.skipped.map(({ executor }) => executor).sort()).toEqual([
        'asyncio',
        'concurrent.futures.InterpreterPoolExecutor',
      ]);
    },
  );

  it.skipIf(interpreter === null)(`runs a coroutine function under asyncio${where}`, async () => {
    const report = await recordLab(fixture('outcomes.py:coroutine'), ['--workers', '4', ...on]);
    expect(report.trials).toMatchObject([
      { executor: 'asyncio', workers: 4, tasks: 16, failed: 8, startup_ms: null },
    ]);
    expect(report.skipped).toHaveLength(plain.length + 1);
  });

  it.skipIf(interpreter === null)(`ends when tasks kill the workers of pools${where}`, async () => {
    const names = 'concurrent.futures.ProcessPoolExecutor,multiprocessing.pool.Pool,multiprocessing.Process';
    const report = await recordLab(fixture('killed.py:task'), [...only(names), ...on]);
    for (const trial of report.trials) {
      expect(trial).toMatchObject({ complete: true, tasks: 200 });
      expect(trial.failed).toBeGreaterThan(0);
    }
    expect(report.warnings.join('\n')).toMatch(/killed \(SIGKILL/);
  });

  it.each(['spawned', 'forkserved'])(
    `runs under the start method that the module sets: %s${where}`,
    async (name) => {
      if (interpreter === null) return;
      const names =
        'concurrent.futures.ProcessPoolExecutor,multiprocessing.pool.Pool,multiprocessing.Process';
      const report = await recordLab(fixture(`${name}.py:task`), [...only(names), ...on]);
      expect(report.trials).toHaveLength(3);
      for (const trial of report.trials) {
        expect(trial).toMatchObject({ complete: true, tasks: 8 });
        expect(trial.failed).toBeGreaterThanOrEqual(2);
      }
    },
  );
});

describe.skipIf(python === null)('kill -9 of a lab of Python tasks', () => {
  it.each([
    'concurrent.futures.ThreadPoolExecutor',
    'concurrent.futures.ProcessPoolExecutor',
    'multiprocessing.pool.Pool',
    'multiprocessing.Process',
  ])('leaves no process of %s', async (executor) => {
    const mark = new Mark();
    const args = [
      'lab',
      fixture('settles_then_spins.py:task'),
      ...only(executor),
      '--out',
      join(ownFolder(), 'x.corelane'),
    ];
    const command = startCorelane(args, { env: mark.env });
    await command.shows(`${executor} × 2`);
    await mark.find(/runner\.py$/);
    command.process.kill('SIGKILL');
    await command.ended;
    await mark.expectNoneLeft();
  });
});
