import { describe, expect, it } from 'vitest';
import {
  pythonFixture,
  recordsOf,
  runBare,
  runHooked,
  tracedPythons,
  withoutAddresses,
} from '../../support/hooked-python.ts';

const script = pythonFixture('threads_and_processes.py');

describe.for(tracedPythons.map(({ version, path }) => [version, path] as const))(
  'threads and processes of Python %s',
  ([version, path]) => {
    const python = { version, path };

    it.for(path === tracedPythons.at(-1)?.path ? ['fork', 'spawn'] : ['fork'])(
      'are tasks if the program itself starts them, and print and fail as alone, processes by %s',
      async (method) => {
        const bare = await runBare(python, [script, method]);
        const hooked = await runHooked(python, [script, method]);
        expect(withoutAddresses(hooked)).toEqual(withoutAddresses(bare));
        expect(bare.stdout).toContain('die -9\n');

        const { programs } = hooked;
        const tasks = recordsOf(programs, 'task');
        const threads = tasks.filter(({ api }) => api === 'threading.Thread');
        expect(
          threads.map(({ name, state, callable }) => [name ?? 'a timer', state, callable?.name]),
        ).toEqual(
          [
            ['outer', 'ok', 'outer'],
            ['own', 'ok', 'OwnThread.run'],
            ['a timer', 'ok', 'work'],
            ['inner', 'ok', 'work'],
            ['failing', 'error', 'fail'],
          ].sort((a, b) => order(threads, a[0]) - order(threads, b[0])),
        );
        const outer = threads.find(({ name }) => name === 'outer');
        expect(threads.filter(({ name }) => name === 'inner')).toMatchObject([
          { parent: outer?.number, submitTid: outer?.workerTid },
        ]);
        expect(threads.filter(({ name }) => name === 'failing')).toMatchObject([
          { error: { type: 'ValueError', message: 'no such thing' } },
        ]);

        const processes = tasks.filter(({ api }) => api === 'multiprocessing.Process');
        const runs = recordsOf(programs, 'run').filter(({ api }) => api === 'multiprocessing.Process');
        expect(processes.map(({ name, state }) => [name, state])).toEqual([
          ['work', 'ok'],
          ['fail', 'error'],
          ['leave', 'error'],
          ['die', 'lost'],
          ['own process', 'ok'],
        ]);
        for (const { key, pool, name, workerPid } of processes) {
          const run = runs.find((one) => one.key === key && one.pool?.scope === pool?.scope);
          expect(run, name ?? '').toMatchObject({ name, pid: workerPid });
        }
        expect(runs.filter(({ name }) => name === 'fail')).toMatchObject([
          { state: 'error', error: { type: 'ValueError' } },
        ]);
        expect(runs.filter(({ name }) => name === 'die')).toMatchObject([{ state: 'running' }]);
      },
    );
  },
);

/** Of those named, which was started first; the timer has no name of its own. */
const order = (threads: readonly { readonly name: string | null }[], name: string | undefined): number =>
  threads.findIndex((thread) => (thread.name ?? 'a timer') === name);
