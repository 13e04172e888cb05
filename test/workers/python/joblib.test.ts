import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  pythonFixture,
  pythons,
  recordsOf,
  runBare,
  runHooked,
  withoutAddresses,
  type HookedOutcome,
  type Outcome,
  type Python,
} from '../../support/hooked-python.ts';

const script = pythonFixture('joblib_calls.py');
const candidates: readonly Python[] = [...pythons, { path: '/usr/bin/python3', version: "of the system's" }];
const python = candidates.find(({ path }) => spawnSync(path, ['-c', 'import joblib']).status === 0);
if (python === undefined)
  console.warn('joblib is not installed for any Python here: its hook is not tested.');

describe.runIf(python !== undefined)('calls of joblib', () => {
  const interpreter = python ?? { path: '', version: '' };

  it.for(['loky', 'threading', 'multiprocessing'])(
    'are recorded in their batches, through %s',
    async (backend) => {
      const [bare, hooked] = await Promise.all([
        runBare(interpreter, [script, backend]),
        runHooked(interpreter, [script, backend]),
      ]);
      expect(told(hooked)).toEqual(told(bare));
      expect(bare.stderr).toContain('ValueError: 0');

      const tasks = recordsOf(hooked.programs, 'task');
      expect(new Set(tasks.map(({ api }) => api))).toEqual(new Set(['joblib']));
      const work = tasks.filter(({ callable }) => callable?.name === 'work');
      // joblib makes the last batches smaller, so that no worker waits.
      expect(work.reduce((sum, { items }) => sum + Math.max(items, 1), 0)).toBe(6);
      expect(work[0]).toMatchObject({ items: 2, state: 'ok' });
      expect(tasks.at(-1)).toMatchObject({ items: 0, state: 'error', callable: { name: 'fail' } });
      expect(tasks).toHaveLength(work.length + 1);
      expect(tasks.map(({ site }) => site?.file)).toEqual(tasks.map(() => script));
      for (const task of tasks) {
        const run = backend === 'threading' ? task : runOf(hooked.programs, task);
        expect(run).toMatchObject({ items: task.items, steps: task.items, state: task.state });
        expect(run?.start).toBeGreaterThan(task.submit);
      }
    },
  );

  it("by loky's own executor are recorded one by one; that which ends its process is lost", async () => {
    const { programs, stdout } = await runHooked(interpreter, [script, 'executor']);
    expect(stdout).toBe('2 [0, 2]\nTerminatedWorkerError\n');
    const tasks = recordsOf(programs, 'task');
    expect(tasks.map(({ api, state }) => [api, state])).toEqual([
      ['loky', 'ok'],
      ['loky', 'ok'],
      ['loky', 'ok'],
      ['loky', 'lost'],
    ]);
    expect(tasks.map((task) => runOf(programs, task)?.state)).toEqual(['ok', 'ok', 'ok', 'running']);
  });
});

/** Where a result is waited for depends on whether it is there already. */
function told(outcome: Outcome) {
  const { status, stdout, stderr } = withoutAddresses(outcome);
  return { status, stdout, stderr: stderr.replaceAll(/(_base\.py", line) \d+/g, '$1') };
}

function runOf(
  programs: HookedOutcome['programs'],
  task: { readonly key: number; readonly pool: { readonly scope: string } | null },
) {
  return recordsOf(programs, 'run').find(
    ({ key, pool }) => key === task.key && pool !== null && pool.scope === task.pool?.scope,
  );
}
