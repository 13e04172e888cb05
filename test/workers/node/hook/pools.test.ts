import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HookedRun } from './hooked-node.ts';
import { nodes, packageFile, runHooked } from './hooked-node.ts';

const work = `
  export default async (n) => {
    if (n === 2) throw new RangeError('two');
    if (n === 9) process.exit(9);
    return n;
  };
  export const twice = (n) => 2 * n;
`;

const piscina = packageFile('piscina');
const tinypool = packageFile('tinypool');
const workerpool = packageFile('workerpool');
const poolifier = packageFile('poolifier');

/** What submitters said of the tasks that have a record of their run with the same pool and key. */
function joined(run: HookedRun) {
  const runs = run.records('run');
  return run.records('task').map((task) => {
    const own = runs.filter(({ pool, key }) => pool?.scope === task.pool?.scope && key === task.key);
    return { name: task.callable?.name, state: task.state, runs: own.map(({ state }) => state) };
  });
}

describe.each(nodes)('pools under Node $version', ({ path: node }) => {
  it.skipIf(piscina === null).each([
    [
      'ES modules',
      'main.mjs',
      `import Piscina from ${JSON.stringify(join(dirname(piscina ?? ''), 'esm-wrapper.mjs'))};`,
    ],
    ['CommonJS', 'main.cjs', `const Piscina = require(${JSON.stringify(piscina)});`],
  ])('of Piscina tell of each task on both sides, as %s', async (_, main, load) => {
    const run = await runHooked({
      node,
      files: {
        [main]: `
          ${load}
          (async () => {
            const pool = new Piscina({ filename: ${main.endsWith('.cjs') ? '__dirname' : 'import.meta.dirname'} + '/work.mjs', maxThreads: 2, minThreads: 1, idleTimeout: 60_000 });
            await Promise.allSettled([1, 2, 3].map((n) => pool.run(n)));
            await pool.run(4, { name: 'twice' });
            await pool.destroy();
          })();
        `,
        'work.mjs': work,
      },
    });
    expect(run.stderr).toBe('');
    expect(joined(run)).toEqual([
      { name: 'work.mjs', state: 'ok', runs: ['ok'] },
      { name: 'work.mjs', state: 'error', runs: ['error'] },
      { name: 'work.mjs', state: 'ok', runs: ['ok'] },
      { name: 'twice', state: 'ok', runs: ['ok'] },
    ]);
    const [task] = run.records('task');
    expect(task?.pool).toMatchObject({ name: 'piscina 1', workers: 2 });
    expect(task?.site?.line).toBe(5);
    const workers = run.records('worker', 'piscina');
    expect(workers.length).toBe(2);
    expect(workers.every(({ pool, end }) => pool?.scope === task?.pool?.scope && end > 0)).toBe(true);
    const ran = new Set(run.records('run').map(({ workerTid }) => workerTid));
    expect(workers.map(({ workerTid }) => workerTid)).toEqual(expect.arrayContaining([...ran]));
    expect(run.records('task').find(({ state }) => state === 'error')?.error).toEqual({
      type: 'RangeError',
      message: 'two',
    });
  });

  it.skipIf(piscina === null)(
    'lose the task of a thread that ends, and cancel those that are aborted',
    async () => {
      const run = await runHooked({
        node,
        files: {
          'main.cjs': `
          const Piscina = require(${JSON.stringify(piscina)});
          const pool = new Piscina({ filename: __dirname + '/work.mjs', maxThreads: 1 });
          const abort = new AbortController();
          (async () => {
            await pool.run(9).catch(() => {});
            const waiting = [1, 3].map((n) => pool.run(n, { signal: abort.signal }));
            abort.abort();
            await Promise.allSettled(waiting);
            await pool.destroy();
          })();
        `,
          'work.mjs': work,
        },
      });
      expect(run.records('task').map(({ state }) => state)).toEqual(['lost', 'cancelled', 'cancelled']);
      expect(run.records('task')[0]).toMatchObject({
        flags: 8,
        error: { message: 'worker exited with code: 9' },
      });
    },
  );

  it.skipIf(piscina === null)('that are several are told apart', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const Piscina = require(${JSON.stringify(piscina)});
          (async () => {
            const pools = [1, 2].map(() => new Piscina({ filename: __dirname + '/work.mjs', maxThreads: 1 }));
            await Promise.all(pools.map((pool) => pool.run(1)));
            await Promise.all(pools.map((pool) => pool.destroy()));
          })();
        `,
        'work.mjs': work,
      },
    });
    expect(joined(run).map(({ runs }) => runs)).toEqual([['ok'], ['ok']]);
    expect(new Set(run.records('run').map(({ pool }) => pool?.scope)).size).toBe(2);
  });

  it.skipIf(piscina === null || tinypool === null).each([
    ['Piscina', 'main.cjs', `const Pool = require(${JSON.stringify(piscina)});`],
    ['Tinypool', 'main.mjs', `import { Tinypool as Pool } from ${JSON.stringify(tinypool)};`],
  ])('of %s end the tasks that they have no room for as errors', async (_, main, load) => {
    const run = await runHooked({
      node,
      files: {
        [main]: `
          ${load}
          (async () => {
            const filename = ${main.endsWith('.cjs') ? '__dirname' : 'import.meta.dirname'} + '/work.mjs';
            const pool = new Pool({ filename, minThreads: 1, maxThreads: 1, maxQueue: 2 });
            await pool.run(1);
            const all = await Promise.allSettled([3, 4, 5, 6, 7].map((n) => pool.run(n)));
            console.log(...all.map(({ value, reason }) => value ?? reason.message));
            await pool.destroy();
          })();
        `,
        'work.mjs': work,
      },
    });
    expect(run.stdout).toBe('3 4 5 Task queue is at limit Task queue is at limit\n');
    expect(run.records('task').map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'error', 'error']);
    expect(run.records('task').at(-1)).toMatchObject({
      start: Number.NaN,
      error: { type: 'Error', message: 'Task queue is at limit' },
    });
  });

  it.skipIf(tinypool === null).each(['worker_threads', 'child_process'])(
    'of Tinypool tell of each task on both sides, in %s',
    async (runtime) => {
      const run = await runHooked({
        node,
        files: {
          'main.mjs': `
            import { Tinypool } from ${JSON.stringify(tinypool)};
            const pool = new Tinypool({ filename: import.meta.dirname + '/work.mjs', maxThreads: 1, runtime: '${runtime}' });
            await Promise.allSettled([1, 2, 3].map((n) => pool.run(n)));
            await pool.destroy();
          `,
          'work.mjs': work,
        },
      });
      expect(joined(run)).toEqual([
        { name: 'work.mjs', state: 'ok', runs: ['ok'] },
        { name: 'work.mjs', state: 'error', runs: ['error'] },
        { name: 'work.mjs', state: 'ok', runs: ['ok'] },
      ]);
      const [worker] = run.records('worker', 'tinypool');
      const [ran] = run.records('run');
      expect(worker?.workerTid).toBe(ran?.workerTid);
      // Neither is a task beside.
      expect(run.records('task').length).toBe(3);
    },
  );

  it.skipIf(workerpool === null).each(['thread', 'process'])(
    'of workerpool tell of each task on both sides, in a %s',
    async (workerType) => {
      const run = await runHooked({
        node,
        files: {
          'main.cjs': `
            const workerpool = require(${JSON.stringify(workerpool)});
            const pool = workerpool.pool({ maxWorkers: 1, workerType: '${workerType}' });
            function add(a, b) { if (a === 2) throw new RangeError('two'); return a + b; }
            (async () => {
              await Promise.allSettled([1, 2, 3].map((n) => pool.exec(add, [n, 1])));
              await pool.terminate();
            })();
          `,
        },
      });
      expect(joined(run)).toEqual([
        { name: 'add', state: 'ok', runs: ['ok'] },
        { name: 'add', state: 'error', runs: ['error'] },
        { name: 'add', state: 'ok', runs: ['ok'] },
      ]);
      expect(run.records('task').map(({ site }) => site?.line)).toEqual([6, 6, 6]);
    },
  );

  it.skipIf(poolifier === null)('of poolifier tell of each task on both sides', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const { FixedThreadPool } = require(${JSON.stringify(poolifier)});
          const pool = new FixedThreadPool(1, __dirname + '/worker.cjs');
          (async () => {
            await Promise.allSettled([1, 2, 3].map((n) => pool.execute({ n }, 'job')));
            await pool.destroy();
          })();
        `,
        'worker.cjs': `
          const { ThreadWorker } = require(${JSON.stringify(poolifier)});
          module.exports = new ThreadWorker({ job: ({ n }) => { if (n === 2) throw new RangeError('two'); return n; } });
        `,
      },
    });
    expect(joined(run)).toEqual([
      { name: 'job', state: 'ok', runs: ['ok'] },
      { name: 'job', state: 'error', runs: ['error'] },
      { name: 'job', state: 'ok', runs: ['ok'] },
    ]);
  });

  it.skipIf(piscina === null)('leave what was queued and what ran when they are killed', async () => {
    const run = await runHooked({
      node,
      killAt: 'running',
      files: {
        'main.cjs': `
          const Piscina = require(${JSON.stringify(piscina)});
          const pool = new Piscina({ filename: __dirname + '/forever.cjs', maxThreads: 1 });
          for (let n = 0; n < 100; n += 1) pool.run(n);
        `,
        'forever.cjs': 'module.exports = () => { require("node:fs").writeSync(1, "running"); for (;;); };',
      },
    });
    expect(run.signal).toBe('SIGKILL');
    expect(run.records('task').map(({ state }) => state)).toEqual(
      Array.from({ length: 100 }, () => 'submitted'),
    );
    expect(run.records('run').map(({ state, key }) => ({ state, key }))).toEqual([
      { state: 'running', key: 1 },
    ]);
    expect(run.traces.every(({ header }) => Number.isNaN(header.endNs))).toBe(true);
  });
});
