import { describe, expect, it } from 'vitest';
import { slotFlags } from '../../../src/shared/trace-format.ts';
import {
  pythonFixture,
  recordsOf,
  runBare,
  runHooked,
  tracedPythons,
  withoutAddresses,
  type HookedOutcome,
} from '../../support/hooked-python.ts';

const script = pythonFixture('process_pool.py');

describe.for(tracedPythons.map(({ version, path }) => [version, path] as const))(
  'a process pool of Python %s',
  ([version, path]) => {
    const python = { version, path };

    it.for(path === tracedPythons.at(-1)?.path ? ['fork', 'spawn', 'forkserver'] : ['fork'])(
      'is recorded on both sides, and prints, fails and imports as it does alone, after a %s',
      async (method) => {
        const bare = await runBare(python, [script, method]);
        const hooked = await runHooked(python, [script, method]);
        expect(withoutAddresses(hooked)).toEqual(withoutAddresses(bare));
        expect(bare.stderr).toContain('ValueError: no such thing');

        const { programs } = hooked;
        const tasks = recordsOf(programs, 'task');
        const named = (name: string) => tasks.filter(({ callable }) => callable?.name === name);
        const runsOf = (name: string) => named(name).map((task) => runOf(programs, task));

        expect(tasks.every(({ api }) => api === 'concurrent.futures.ProcessPoolExecutor')).toBe(true);
        const [work, ...chunks] = named('work');
        expect(work).toMatchObject({
          state: 'ok',
          items: 0,
          pool: { workers: 2 },
          site: { name: '<module>', file: script, line: 31 },
        });
        expect(work?.argumentBytes).toBeGreaterThan(5000);
        expect(chunks.map(({ items }) => items)).toEqual([3, 3, 0]);
        const workers = recordsOf(programs, 'worker');
        expect(workers.length).toBeGreaterThanOrEqual(2);
        for (const run of runsOf('work')) {
          expect(run).toMatchObject({ state: 'ok' });
          expect(run?.resultBytes).toBeGreaterThan(0);
          expect(workers.map(({ pid }) => pid)).toContain(run?.pid);
        }
        expect(runsOf('work').map((run) => run?.steps)).toEqual([0, 3, 3, 0]);

        expect(named('fail')).toMatchObject([
          { state: 'error', error: { type: 'ValueError', message: 'no such thing' } },
        ]);
        expect(runsOf('fail')).toMatchObject([{ state: 'error', error: { type: 'ValueError' }, flags: 0 }]);
        expect(runsOf('unpicklable_result')).toMatchObject([
          { state: 'error', flags: slotFlags.unpicklable },
        ]);
        expect(named('<lambda>')).toMatchObject([{ state: 'error', flags: slotFlags.unpicklable }]);
        expect(runsOf('<lambda>')).toEqual([undefined]);
        // The submitter learns that its worker died; what the worker itself wrote last is that it ran.
        expect(named('die')).toMatchObject([
          { state: 'lost', error: { message: expect.stringContaining('terminated') } },
        ]);
        expect((named('die')[0]?.flags ?? 0) & slotFlags.workerDied).toBe(slotFlags.workerDied);
        expect(runsOf('die')).toMatchObject([{ state: 'running' }]);
      },
    );
  },
);

function runOf(
  programs: HookedOutcome['programs'],
  task: { readonly key: number; readonly pool: { readonly scope: string } | null },
) {
  return recordsOf(programs, 'run').find(
    ({ key, pool }) => key === task.key && pool !== null && pool.scope === task.pool?.scope,
  );
}
