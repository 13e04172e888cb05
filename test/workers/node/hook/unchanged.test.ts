import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ownFolder } from '../../../support/own-folder.ts';
import { nodes, runBare, runHooked } from './hooked-node.ts';

/** Programs whose output would tell of a hook: stacks, listeners, what is loaded, how they end. */
const programs: Readonly<Record<string, string>> = {
  'throws.cjs': `function f() { throw new TypeError('boom'); } f();`,
  'throws.mjs': `import 'node:fs'; throw new TypeError('boom');`,
  'rejects.mjs': `Promise.reject(new Error('nobody')); setTimeout(() => console.log('never'), 50);`,
  'lacks-a-module.cjs': `require('./nowhere');`,
  'lacks-a-module.mjs': `import './nowhere.mjs';`,
  'exits.mjs': `console.error('bye'); process.exit(7);`,
  'is-terminated.cjs': `process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 1000);`,
  'runs-what-fails.cjs': `require('node:child_process').execFileSync('false');`,
  'runs-a-shell-that-fails.cjs': `require('node:child_process').execSync('echo out; echo err >&2; exit 4');`,
  'spawns-nothing.cjs': `require('node:child_process').spawn(5);`,
  'spawns-what-is-not-there.cjs': `require('node:child_process').spawn('no-such-command');`,
  'listens-to-a-process.cjs': `require('node:child_process').spawn('true').on('exit', () => { throw new Error('in a listener'); });`,
  'awaits-what-fails.mjs': `
    import { exec } from 'node:child_process';
    import { promisify } from 'node:util';
    await promisify(exec)('echo out; exit 2').catch((error) => console.log({ ...error }, error.message));`,
  'has-a-thread-that-fails.cjs': `
    const { Worker } = require('node:worker_threads');
    new Worker('throw new RangeError("in a thread")', { eval: true });`,
  'listens-to-a-thread.cjs': `
    const { Worker } = require('node:worker_threads');
    const worker = new Worker('const { parentPort } = require("node:worker_threads"); parentPort.on("message", () => {}); parentPort.postMessage(1)', { eval: true });
    worker.on('message', () => { throw new Error('in a listener'); });`,
  'posts-what-cannot-be-cloned.cjs': `
    const { Worker } = require('node:worker_threads');
    new Worker('setTimeout(() => {}, 100)', { eval: true }).postMessage(() => {});`,
  'looks-around.cjs': `
    const { Worker } = require('node:worker_threads');
    const { AsyncResource } = require('node:async_hooks');
    class Own extends AsyncResource { constructor() { super('Own'); } }
    console.log(process.execArgv, process.argv.length, Object.keys(require.cache).length, module.children.length);
    console.log(process._getActiveHandles().length, process.getActiveResourcesInfo(), Object.keys(globalThis).length);
    console.log(Worker, Worker.name, Worker.length, AsyncResource, performance.mark, performance.measure.length);
    console.log(new Own() instanceof AsyncResource, Object.getPrototypeOf(Own) === AsyncResource);
    try { performance.measure('a', 'nowhere'); } catch (error) { console.log(error.name, error.message); }
    try { new Worker('relative.js'); } catch (error) { console.log(error.code); }`,
  'marks-before-it-ends.cjs': `
    let count = 0;
    process.on('beforeExit', () => { count += 1; performance.mark('end'); new Array(1e6).fill(0).map((_, i) => ({ i })); });
    process.on('exit', () => console.log(count));`,
  'warns.cjs': `
    const emitter = new (require('node:events'))();
    for (let i = 0; i < 11; i += 1) { emitter.on('x', () => {}); process.on('SIGUSR2', () => {}); }
    process.emitWarning('careful');
    setTimeout(() => process.removeAllListeners('SIGUSR2'), 20);`,
};

/** A thread's last message is heard when it comes or when the thread has ended, whichever is first, bare as hooked. */
const withoutEnd = (stack: string): string =>
  stack.replace(/\n +at \[kOnExit\].*\n +at Worker\.<computed>\.onexit.*/, '');

describe.each(nodes)('a program on Node $version', ({ version, path: node }) => {
  it.each(Object.keys(programs))('that %s does so in the same words', async (name) => {
    const program = { node, files: { [name]: programs[name] ?? '' } };
    const [bare, hooked] = await Promise.all([runBare(program), runHooked(program)]);
    expect(hooked.traces.length).toBeGreaterThan(0);
    const { code, signal, stdout, stderr } = hooked;
    expect({ code, signal, stdout, stderr: withoutEnd(stderr) }).toEqual({
      ...bare,
      stderr: withoutEnd(bare.stderr),
    });
  });

  it.skipIf(version.startsWith('v20'))('in TypeScript is stripped of its types and traced', async () => {
    const files = {
      'main.ts': `performance.mark('typed' satisfies string); const n: number = 3; console.log(n);`,
    };
    const [bare, hooked] = await Promise.all([runBare({ node, files }), runHooked({ node, files })]);
    expect(hooked).toMatchObject(bare);
    expect(hooked.records('span').map(({ name }) => name)).toContain('typed');
  });

  it('keeps the options it was given', async () => {
    const files = {
      'main.cjs': `console.log(process.noDeprecation, process.env.NODE_OPTIONS.includes('--no-deprecation'));`,
    };
    const { hook } = await import('./hooked-node.ts');
    const { requireOption } = await import('../../../../src/shared/node-options.ts');
    const run = await runHooked({
      node,
      files,
      environment: { NODE_OPTIONS: `${requireOption(hook)} --no-deprecation` },
    });
    expect(run.stdout).toBe('true true\n');
  });

  it('runs as it does alone where there is no folder to write to', async () => {
    const program = {
      node,
      files: {
        'main.cjs': `console.log('here'); new (require('node:worker_threads').Worker)('0', { eval: true });`,
      },
    };
    const bare = await runBare(program);
    const locked = ownFolder();
    chmodSync(locked, 0o500);
    for (const CORELANE_TRACE of ['', '/no/such/folder', ...(process.getuid?.() === 0 ? [] : [locked])]) {
      const run = await runHooked({ ...program, environment: { CORELANE_TRACE } });
      expect(run).toMatchObject(bare);
      expect(run.traces).toEqual([]);
    }
  });
});
