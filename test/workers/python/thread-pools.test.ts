import { describe, expect, it } from 'vitest';
import { slotFlags } from '../../../src/shared/trace-format.ts';
import {
  pythonFixture,
  recordsOf,
  runBare,
  runHooked,
  tracedPythons,
  withoutAddresses,
} from '../../support/hooked-python.ts';

const script = pythonFixture('thread_pool.py');
const callables = pythonFixture('callables.py');

describe.for(tracedPythons.map(({ version, path }) => [version, path] as const))(
  'a thread pool of Python %s',
  ([version, path]) => {
    const python = { version, path };

    it('is recorded task by task, and prints and fails as it does alone', async () => {
      const [bare, hooked] = await Promise.all([runBare(python, [script]), runHooked(python, [script])]);
      expect(withoutAddresses(hooked)).toEqual(withoutAddresses(bare));
      expect(bare).toMatchObject({ status: 1, stdout: '[0, 1, 2] 2 1 2 4\n' });

      const { programs } = hooked;
      expect(programs).toHaveLength(1);
      const tasks = recordsOf(programs, 'task');
      expect(new Set(tasks.map(({ api }) => api))).toEqual(
        new Set(['concurrent.futures.ThreadPoolExecutor']),
      );
      const named = (name: string) => tasks.filter(({ callable }) => callable?.name.endsWith(name) === true);
      const [program] = programs;

      const failed = named('fail');
      expect(failed).toMatchObject([
        {
          state: 'error',
          error: { type: 'ValueError', message: 'no such thing' },
          callable: { file: script, line: 13 },
          site: { name: '<module>', file: script, line: 35 },
          pool: { name: 'crew', workers: 2 },
          submitTid: program?.header.pid,
        },
      ]);
      expect(named('Caller.method')).toMatchObject([{ state: 'ok' }]);
      expect(named('Caller')).toMatchObject([{ state: 'ok' }]);
      expect(named('len')).toMatchObject([{ state: 'ok' }]);
      expect(tasks.filter(({ state }) => state === 'cancelled')).toMatchObject([{ start: Number.NaN }]);
      expect(tasks.filter(({ flags }) => (flags & slotFlags.notCallable) !== 0)).toMatchObject([
        { state: 'error', error: { type: 'TypeError' }, site: { line: 36 } },
      ]);
      const [outer] = named('outer');
      expect(tasks.filter(({ parent }) => parent !== 0).map(({ parent }) => parent)).toEqual([outer?.number]);
      expect(named('work').map(({ state }) => state)).toEqual(['cancelled', 'ok', 'ok', 'ok', 'ok', 'ok']);

      const threads = recordsOf(programs, 'worker');
      expect(threads.map(({ name }) => name)).toEqual(['crew_0', 'crew_1']);
      for (const { state, start, submit, end, workerTid } of tasks) {
        expect(submit).toBeGreaterThan(0);
        if (state === 'cancelled') continue;
        expect(start).toBeGreaterThanOrEqual(submit);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(threads.map((thread) => thread.workerTid)).toContain(workerTid);
      }
      expect(program?.header.endNs).toBeGreaterThan(0);
    });

    it('names whatever is submitted, and asks nothing of it', async () => {
      const [bare, hooked] = await Promise.all([
        runBare(python, [callables]),
        runHooked(python, [callables]),
      ]);
      expect(withoutAddresses(hooked)).toEqual(withoutAddresses(bare));
      expect(bare.stdout).toBe('[] [call()]\n');
      const tasks = recordsOf(hooked.programs, 'task');
      expect(tasks.map(({ callable }) => callable?.name).join(' ')).toBe(
        'Proxy unittest.mock.Mock first second first fails Holder.of_class Holder.static Holder second dict str.join NoneType',
      );
      expect(tasks.find(({ callable }) => callable?.name === 'fails')?.error).toEqual({
        type: 'Failure',
        message: 'plain, 3',
      });
    });
  },
);
