import { describe, expect, it } from 'vitest';
import { requireOption } from '../../../../src/shared/node-options.ts';
import { hook, nodes, runHooked } from './hooked-node.ts';

describe.each(nodes)('worker threads of Node $version', ({ path: node }) => {
  it('are a task each, with the messages to and fro', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.mjs': `
          import { Worker } from 'node:worker_threads';
          const worker = new Worker(new URL('./echo.mjs', import.meta.url), { name: 'echo' });
          for (let i = 0; i < 3; i += 1) worker.postMessage(i);
          worker.on('message', (message) => message === 2 && worker.postMessage('stop'));
        `,
        'echo.mjs': `
          import { parentPort } from 'node:worker_threads';
          parentPort.on('message', (message) => message === 'stop' ? parentPort.close() : parentPort.postMessage(message));
        `,
      },
    });
    const [task, ...others] = run.records('task');
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      api: 'worker_threads.Worker',
      state: 'ok',
      name: 'echo',
      items: 4,
      steps: 3,
      callable: { name: 'echo.mjs' },
      site: { line: 3 },
    });
    const [main, thread] = run.traces;
    expect(task?.workerTid).toBe(thread?.header.tid);
    expect(task?.submitTid).toBe(main?.header.tid);
    expect(thread?.header.pid).toBe(main?.header.pid);
    expect(task?.submit).toBeLessThan(task?.start ?? 0);
    expect(task?.start).toBeLessThan(task?.end ?? 0);
  });

  it('end as errors, cancelled, or as the exit code says', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const { Worker } = require('node:worker_threads');
          new Worker('throw new RangeError("out of it")', { eval: true, name: 'throws' }).on('error', () => {});
          new Worker('process.exit(3)', { eval: true, name: 'exits' });
          new Worker('0', { eval: true, name: 'ends' });
          const worker = new Worker('setInterval(() => {}, 1000)', { eval: true, name: 'terminated' });
          worker.on('online', () => worker.terminate());
        `,
      },
    });
    const outcomes = Object.fromEntries(
      run.records('task').map(({ name, state, error }) => [name, { state, error }]),
    );
    expect(outcomes).toEqual({
      throws: { state: 'error', error: { type: 'RangeError', message: 'out of it' } },
      exits: { state: 'error', error: { type: 'ExitCode', message: 'exit code 3' } },
      ends: { state: 'ok', error: null },
      terminated: { state: 'cancelled', error: null },
    });
  });

  it('are traced with no options and any environment of their own, which they find as it was given', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const { Worker, SHARE_ENV } = require('node:worker_threads');
          const source = 'console.log(JSON.stringify(Object.keys(process.env).sort()), process.execArgv.length)';
          const start = (options) => new Promise((done) => new Worker(source, { eval: true, stdout: false, ...options }).on('exit', done));
          (async () => {
            await start({ execArgv: [], env: { A: '1' } });
            await start({ execArgv: [], env: { A: '1', NODE_OPTIONS: '--no-warnings' } });
            await start({ env: { A: '1', NODE_OPTIONS: '' } });
            await start({ execArgv: [], env: SHARE_ENV });
          })();
        `,
      },
    });
    const lines = run.stdout.trim().split('\n');
    expect(lines.slice(0, 3)).toEqual(['["A"] 0', '["A","NODE_OPTIONS"] 0', '["A","NODE_OPTIONS"] 0']);
    expect(run.records('task').map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    // One asked for no options at all: that one is not traced.
    expect(run.traces.length).toBe(4);
  });

  it('are traced once where the hook is asked for twice, as Node’s test runner does', async () => {
    const run = await runHooked({
      node,
      environment: { NODE_OPTIONS: `${requireOption(hook)} ${requireOption(hook)}` },
      files: {
        'main.cjs': `
          const { Worker } = require('node:worker_threads');
          new Worker('console.log(Object.keys(process.env))', { eval: true, env: { A: '1' } });
        `,
      },
    });
    expect(run.stdout).toBe("[ 'A' ]\n");
    expect(run.records('task').map(({ state }) => state)).toEqual(['ok']);
    expect(run.traces.length).toBe(2);
  });

  it('that start threads are traced like the main thread', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const { Worker } = require('node:worker_threads');
          new Worker('const { Worker } = require("node:worker_threads"); new Worker("0", { eval: true, name: "inner" })', { eval: true, env: {}, name: 'outer' });
        `,
      },
    });
    expect(run.records('task').map(({ name, state }) => ({ name, state }))).toEqual([
      { name: 'outer', state: 'ok' },
      { name: 'inner', state: 'ok' },
    ]);
    expect(run.traces.length).toBe(3);
  });
});
