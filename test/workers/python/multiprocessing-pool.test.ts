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

const script = pythonFixture('multiprocessing_pool.py');

/** What each call of the script's hands over, as items of chunks: 0 for a single call or item. */
const handed = {
  work: [5, 5, 0, 0, 0, 2, 2, 0, 0],
  add: [0, 0, 0, 0],
  fail_at_three: [3, 3, 0],
};

describe.for(tracedPythons.map((python) => [python.version, python] as const))(
  'a pool of multiprocessing, of Python %s',
  ([, python]) => {
    it.for(python === tracedPythons.at(-1) ? ['fork', 'spawn', 'forkserver'] : ['fork'])(
      'is recorded on both sides, which join, after a %s',
      async (method) => {
        const [bare, hooked] = await Promise.all([
          runBare(python, [script, method]),
          runHooked(python, [script, method]),
        ]);
        expect(withoutAddresses(hooked)).toEqual(withoutAddresses(bare));
        expect(bare.stderr).toContain('ValueError: no such thing');

        const { programs } = hooked;
        const tasks = recordsOf(programs, 'task');
        const named = (name: string) => tasks.filter(({ callable }) => callable?.name === name);
        expect(new Set(tasks.map(({ api }) => api))).toEqual(new Set(['multiprocessing.pool.Pool']));
        for (const [name, items] of Object.entries(handed)) {
          expect(named(name).map((task) => task.items)).toEqual(items);
          for (const task of named(name)) {
            const run = runOf(programs, task);
            expect(run).toMatchObject({
              api: task.api,
              state: task.state,
              items: task.items,
              callable: { name },
            });
            expect(run?.start).toBeGreaterThan(task.submit);
            expect(run?.end).toBeLessThan(task.result);
            expect(task.argumentBytes).toBeGreaterThan(0);
            expect(run?.resultBytes).toBeGreaterThan(0);
          }
        }
        expect(named('work')[0]).toMatchObject({
          pool: { name: 'Pool-1', workers: 2 },
          site: { name: 'use', file: script },
        });
        expect(named('fail_at_three').map(({ state }) => state)).toEqual(['ok', 'error', 'error']);
        expect(runOf(programs, named('fail_at_three')[1])).toMatchObject({
          state: 'error',
          error: { type: 'ValueError', message: 'no such thing' },
          steps: 1,
        });
        expect(named('unpicklable_result')).toMatchObject([{ state: 'error' }]);
        expect((named('unpicklable_result')[0]?.flags ?? 0) & slotFlags.unpicklable).toBe(
          slotFlags.unpicklable,
        );
        expect(runOf(programs, named('unpicklable_result')[0])).toMatchObject({
          state: 'error',
          flags: slotFlags.unpicklable,
        });
        const lambda = tasks.find(({ callable }) => callable?.name.endsWith('<lambda>') === true);
        expect((lambda?.flags ?? 0) & slotFlags.unpicklable).toBe(slotFlags.unpicklable);
        expect(runOf(programs, lambda)).toBeUndefined();
        expect(tasks).toHaveLength(Object.values(handed).flat().length + 2);

        const workers = recordsOf(programs, 'worker');
        // One that was still starting when the pool was ended has none.
        for (const { name } of workers) expect(name).toMatch(/PoolWorker-[12]$/);
        const workerPids = new Set(workers.map(({ pid }) => pid));
        expect(
          recordsOf(programs, 'run').every(({ pid, workerTid }) => workerPids.has(pid) && workerTid === pid),
        ).toBe(true);
      },
    );

    it('has a step for each item of a chunk, one after the other', async () => {
      const { programs } = await runHooked(python, [script, 'fork']);
      for (const { records, steps } of programs) {
        for (const run of records.filter(({ kind }) => kind === 'run')) {
          const own = steps.filter(({ slot }) => slot === run.number);
          expect(own).toHaveLength(run.steps);
          expect(run.state === 'ok' ? run.steps : run.items).toBe(run.items);
          for (const [at, { start, end }] of own.entries()) {
            expect(start).toBeGreaterThanOrEqual(at === 0 ? run.start : (own[at - 1]?.end ?? Infinity));
            expect(end).toBeLessThanOrEqual(run.end);
          }
        }
      }
    });

    it('of threads is recorded in one place', async () => {
      const [bare, hooked] = await Promise.all([
        runBare(python, [script, 'threads']),
        runHooked(python, [script, 'threads']),
      ]);
      expect(withoutAddresses(hooked)).toEqual(withoutAddresses(bare));
      const tasks = recordsOf(hooked.programs, 'task');
      expect(new Set(tasks.map(({ api }) => api))).toEqual(new Set(['multiprocessing.pool.ThreadPool']));
      const threads = recordsOf(hooked.programs, 'worker').map(({ workerTid }) => workerTid);
      expect(threads).toHaveLength(2);
      for (const [name, items] of Object.entries(handed)) {
        const named = tasks.filter(({ callable }) => callable?.name === name);
        expect(named.map((task) => task.items)).toEqual(items);
        for (const { submit, start, end, result, workerTid, steps, state, items: count } of named) {
          expect(start).toBeGreaterThan(submit);
          expect(end).toBeGreaterThan(start);
          expect(result).toBeGreaterThan(end);
          expect(threads).toContain(workerTid);
          if (state === 'ok') expect(steps).toBe(count);
        }
      }
      expect(recordsOf(hooked.programs, 'run')).toEqual([]);
    });

    it('whose worker is killed has a run that never ended, and a task that never came back', async () => {
      const { programs, stdout } = await runHooked(python, [script, 'killed']);
      expect(stdout).toBe('2\n');
      const [die, work] = recordsOf(programs, 'task');
      expect(die).toMatchObject({ state: 'submitted', callable: { name: 'die' }, result: Number.NaN });
      expect(runOf(programs, die)).toMatchObject({ state: 'running', end: Number.NaN });
      expect(work).toMatchObject({ state: 'ok', callable: { name: 'work' } });
      expect(runOf(programs, work)?.pid).not.toBe(runOf(programs, die)?.pid);
    });
  },
);

function runOf(
  programs: HookedOutcome['programs'],
  task: { readonly key: number; readonly pool: { readonly scope: string } | null } | undefined,
) {
  return recordsOf(programs, 'run').find(
    ({ key, pool }) =>
      task !== undefined && key === task.key && pool !== null && pool.scope === task.pool?.scope,
  );
}
