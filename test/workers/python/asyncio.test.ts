import { describe, expect, it } from 'vitest';
import {
  pythonFixture,
  recordsOf,
  runBare,
  runHooked,
  tracedPythons,
  withoutAddresses,
  type HookedOutcome,
} from '../../support/hooked-python.ts';

const script = pythonFixture('asyncio_tasks.py');

describe.for(tracedPythons.map(({ version, path }) => [version, path] as const))(
  'coroutines of Python %s',
  ([version, path]) => {
    const python = { version, path };
    const minor = Number(version.split('.')[1]);
    let outcome: Promise<HookedOutcome> | null = null;
    const hookedOnce = () => (outcome ??= runHooked(python, [script]));

    it('are recorded as tasks, with who created them, where and how they ended', async () => {
      const { programs } = await hookedOnce();
      const tasks = recordsOf(programs, 'task').filter(({ api }) => api === 'asyncio.Task');
      const named = (name: string) => tasks.filter(({ callable }) => callable?.name === name);
      const [main] = named('main');

      expect(main).toMatchObject({
        state: 'ok',
        parent: 0,
        callable: { file: script, line: 36 },
        site: { name: '<module>', file: script, line: 68 },
      });
      expect(main?.steps).toBeGreaterThan(5);
      expect(named('leaf').map(({ state }) => state)).toEqual(
        Array.from({ length: (minor >= 11 ? 5 : 4) + (minor >= 12 ? 1 : 0) }, () => 'ok'),
      );
      expect(named('leaf').slice(0, 2)).toMatchObject([
        { parent: main?.number, site: { name: 'main', line: 38 }, steps: 2 },
        { parent: main?.number, site: { name: 'main', line: 38 }, steps: 2 },
      ]);
      const [parent] = named('parent');
      expect(named('leaf')[2]).toMatchObject({ parent: parent?.number, name: 'named' });
      expect(named('fails')).toMatchObject([
        {
          state: 'error',
          error: { type: 'ValueError', message: 'no such thing' },
          steps: 1,
          parent: main?.number,
        },
        { state: 'error', site: { name: '<module>', line: 74 }, parent: 0 },
      ]);
      expect(named('sleep').filter(({ state }) => state === 'cancelled')).toMatchObject([{ steps: 2 }]);
      expect(named('leaf').filter(({ name }) => name === 'grouped')).toHaveLength(minor >= 11 ? 1 : 0);
      // What a loop runs for itself when it is closed.
      expect(tasks.filter(({ callable }) => callable?.name.startsWith('BaseEventLoop') === true)).toEqual([]);
      for (const { submit, start, end, workerTid, submitTid } of tasks) {
        expect(start).toBeGreaterThanOrEqual(submit);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(workerTid).toBe(submitTid);
      }
    });

    it('have each of their steps recorded, within their time', async () => {
      const { programs } = await hookedOnce();
      const tasks = recordsOf(programs, 'task').filter(({ api }) => api === 'asyncio.Task');
      const steps = programs[0]?.steps ?? [];
      expect(steps).toHaveLength(tasks.reduce((sum, task) => sum + task.steps, 0));
      for (const { number, start, end, longestNs, steps: count } of tasks) {
        const own = steps.filter(({ slot }) => slot === number);
        expect(own).toHaveLength(count);
        expect(own[0]?.start).toBe(start);
        expect(own.at(-1)?.end).toBe(end);
        expect(Math.fround(Math.max(...own.map((step) => step.end - step.start)))).toBe(longestNs);
      }
    });

    it('that run their first step while they are created have the same records', async () => {
      const { programs } = await hookedOnce();
      const tasks = recordsOf(programs, 'task').filter(({ api }) => api === 'asyncio.Task');
      const eager = tasks.find(({ callable }) => callable?.name === 'eager');
      if (minor < 12) {
        expect(eager).toBeUndefined();
        return;
      }
      const parent = tasks.find((task) => task.parent === eager?.number);
      const child = tasks.find((task) => task.parent === parent?.number);
      expect(parent).toMatchObject({ state: 'ok', callable: { name: 'parent' } });
      expect(child).toMatchObject({ state: 'ok', callable: { name: 'leaf' }, name: 'named', steps: 2 });
      expect(parent?.start).toBeLessThan(child?.start ?? 0);
    });

    it('that hold the loop are told of, and so are callbacks; and how each loop fared', async () => {
      const { programs } = await hookedOnce();
      // On a busy machine others may hold it, too.
      const spanOf = (name: string) =>
        recordsOf(programs, 'span').find((span) => span.callable?.name === name);
      expect(spanOf('holds')).toMatchObject({ span: 'held-loop', name: 'holds (asyncio_tasks.py:20)' });
      expect(taskOf(programs, spanOf('holds')?.parent)?.callable?.name).toBe('holds');
      expect(spanOf('time.sleep')).toMatchObject({ span: 'held-loop', name: 'time.sleep', parent: 0 });
      const loops = recordsOf(programs, 'loop');
      expect(loops).toHaveLength(minor >= 12 ? 4 : 3);
      expect(new Set(loops.map(({ workerTid }) => workerTid)).size).toBe(2);
      expect(loops[0]?.longestNs).toBeGreaterThan(60_000_000);
      for (const { start, end, cpuNs } of loops) expect(cpuNs).toBeLessThanOrEqual(end - start);
    });

    it('are the parents of what they hand to an executor, and run within threads', async () => {
      const { programs } = await hookedOnce();
      const tasks = recordsOf(programs, 'task');
      const blocking = tasks.find(({ callable }) => callable?.name === 'blocking');
      expect(blocking).toMatchObject({
        api: 'concurrent.futures.ThreadPoolExecutor',
        state: 'ok',
        site: { name: 'main' },
      });
      expect(taskOf(programs, blocking?.parent)?.callable?.name).toBe('main');
      const thread = tasks.find(({ api }) => api === 'threading.Thread');
      expect(tasks.filter(({ parent }) => parent === thread?.number)).toMatchObject([
        { api: 'asyncio.Task', callable: { name: 'leaf' }, workerTid: thread?.workerTid },
      ]);
    });

    it('that end the process leave the step that did it open', async () => {
      const { programs, status } = await runHooked(python, [script, 'stops']);
      expect(status).toBe(3);
      expect(recordsOf(programs, 'task')).toMatchObject([{ state: 'running', callable: { name: 'stops' } }]);
      expect(programs[0]?.steps).toMatchObject([{ slot: 1, end: Number.NaN }]);
    });

    it('print and fail as they do alone, with no frame of ours on their stacks', async () => {
      const [bare, hooked] = await Promise.all([runBare(python, [script]), hookedOnce()]);
      expect(withoutAddresses(hooked)).toEqual(withoutAddresses(bare));
      expect(bare.status).toBe(1);
      expect(bare.stdout).toContain('in _run\n');
    });
  },
);

const taskOf = (programs: HookedOutcome['programs'], number: number | undefined) =>
  recordsOf(programs, 'task').find((task) => task.number === number);
