import { describe, expect, it } from 'vitest';
import type { Skipped } from '../../../../src/shared/lab-report.ts';
import { python } from '../../../support/python.ts';
import { inspected, moduleFile, refusalOf } from './inspected.ts';

const threads = [
  'concurrent.futures.ThreadPoolExecutor',
  'multiprocessing.pool.ThreadPool',
  'threading.Thread',
];
const pools = ['concurrent.futures.ProcessPoolExecutor', 'multiprocessing.pool.Pool'];
const interpreters = 'concurrent.futures.InterpreterPoolExecutor';

/** Of the other executors but that of interpreters, which most Pythons refuse for another reason. */
async function refusalsOf(source: string, name = 'task'): Promise<readonly Skipped[]> {
  const { refusals } = await inspected(`${moduleFile(source)}:${name}`);
  return refusals.filter(({ executor }) => executor !== interpreters);
}

const executorsOf = (refusals: readonly Skipped[]): readonly string[] =>
  refusals.map(({ executor }) => executor).sort();

describe.skipIf(python === null)('executors that cannot run a Python task', () => {
  it('is asyncio for a plain function, with the line of its def', async () => {
    expect(await refusalsOf('import os\n\ndef task(x): return x\n')).toEqual([
      {
        executor: 'asyncio',
        reason: 'task (work.py:3) is no coroutine function, and asyncio runs nothing else.',
        remedy:
          'Name its asynchronous twin with --async-variant FILE:FUNCTION, or write it with `async def`.',
      },
    ]);
  });

  it('are threads and processes for a coroutine function', async () => {
    const refusals = await refusalsOf('async def task(x): return x\n');
    expect(executorsOf(refusals)).toEqual([...threads, ...pools, 'multiprocessing.Process'].sort());
    for (const { reason, remedy } of refusals) {
      expect(reason).toMatch(/^task \(work\.py:1\) is a coroutine function/);
      expect(remedy).toContain('asyncio.run(task(');
    }
  });

  it.each([
    ['a lambda', 'task = lambda x: x\n', /^task \(work\.py:1\) is a lambda/],
    [
      'defined in another function',
      'def make():\n    def inner(x): return x\n    return inner\ntask = make()\n',
      /^task \(work\.py:4\) is defined inside of a function/,
    ],
  ])('are pools of processes when it is %s', async (_, source, reason) => {
    const refusals = (await refusalsOf(source)).filter(({ executor }) => executor !== 'asyncio');
    expect(executorsOf(refusals)).toEqual(pools);
    for (const each of refusals) {
      expect(each.reason).toMatch(reason);
      expect(each.remedy).toMatch(/at the top level/);
    }
  });

  it('are pools of processes when an input cannot be pickled, with its number and the line of the inputs', async () => {
    const source = 'import threading\n\ninputs = [1, threading.Lock()]\ndef task(x): return 1\n';
    const refusals = (await refusalsOf(source)).filter(({ executor }) => executor !== 'asyncio');
    expect(executorsOf(refusals)).toEqual(pools);
    for (const { reason } of refusals) {
      expect(reason).toMatch(
        /^Its inputs \(work\.py:3\) cannot cross .*: input 1 cannot be pickled: TypeError/,
      );
    }
  });

  const spawning =
    'import multiprocessing\n' +
    'if multiprocessing.get_start_method(allow_none=True) != "spawn":\n' +
    '    multiprocessing.set_start_method("spawn")\n';

  it('are processes that import the module again, when that runs the task', async () => {
    const source = `${spawning}def task(x): return x\ndef main():\n    print(task(1))\nmain()\n`;
    const refusals = (await refusalsOf(source)).filter(({ executor }) => executor !== 'asyncio');
    expect(executorsOf(refusals)).toEqual([...pools, 'multiprocessing.Process'].sort());
    for (const { reason, remedy } of refusals) {
      expect(reason).toMatch(
        /^work\.py:7 runs task as soon as the module is imported, and by the start method spawn/,
      );
      expect(remedy).toContain('if __name__ == "__main__":');
    }
  });

  it('are all but asyncio when the main program has its guard', async () => {
    const source = `${spawning}def task(x): return x\nif __name__ == "__main__":\n    with multiprocessing.Pool() as pool:\n        pool.map(task, range(3))\n`;
    expect(executorsOf(await refusalsOf(source))).toEqual(['asyncio']);
  });

  it.each([
    ['multiprocessing as mp', 'mp.Pool(2)', 'multiprocessing.Pool'],
    ['concurrent.futures', 'concurrent.futures.ProcessPoolExecutor()', 'ProcessPoolExecutor'],
    ['multiprocessing as mp', 'mp.get_context("spawn").Process(target=task)', 'multiprocessing.Process'],
  ])(
    'are all of them when processes that import it start processes (import %s; %s)',
    async (imported, call, named) => {
      const source = `import ${imported}\n${spawning}def task(x): return x\nwith ${call} as pool:\n    pass\n`;
      const refused = await refusalOf(`${moduleFile(source)}:task`);
      expect(refused.message).toContain(`starts ${named} as soon as it is imported (work.py:6)`);
      expect(refused.remedy).toContain('if __name__ == "__main__":');
    },
  );

  it('include the one of interpreters where this Python has none', async () => {
    const { refusals, runtime } = await inspected(`${moduleFile('def task(x): return x\n')}:task`);
    const row = refusals.find(({ executor }) => executor === interpreters);
    const [, minor = 0] = runtime.version.split('.').map(Number);
    expect(row).toEqual(
      minor >= 14
        ? undefined
        : {
            executor: interpreters,
            reason: `Python ${runtime.version} has no InterpreterPoolExecutor.`,
            remedy: 'Use Python 3.14 or newer (--python chooses).',
          },
    );
  });
});
