import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { samplingFile, traceVariable } from '../../../../src/shared/trace-format.ts';
import { cpuSamples, samplesWithin, weightWithin } from '../../../support/call-weights.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { hook, nodes, runBare, runHooked, type Program } from './hooked-node.ts';

async function runSampled(program: Program) {
  const folder = ownFolder();
  writeFileSync(join(folder, samplingFile), '');
  const { code, signal, stdout, stderr } = await runHooked({
    ...program,
    environment: { ...program.environment, [traceVariable]: folder },
  });
  return { printed: { code, signal, stdout, stderr }, samples: cpuSamples(folder) };
}

const spin = 'const spin = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };';

describe.each(nodes)('CPU samples of Node $version', ({ path: node }) => {
  const program = {
    node,
    files: {
      'main.mjs': `${spin}
        import { fork } from 'node:child_process';
        import { Worker } from 'node:worker_threads';
        import { setTimeout as sleep } from 'node:timers/promises';
        function inMain() { spin(300); }
        inMain();
        await sleep(300);
        const worker = new Worker(new URL('worker.mjs', import.meta.url));
        await new Promise((told) => worker.once('message', told));
        console.log(await worker.terminate());
        const child = fork(new URL('child.cjs', import.meta.url));
        console.log(await new Promise((left) => child.once('exit', left)));
      `,
      'worker.mjs': `${spin}
        import { parentPort } from 'node:worker_threads';
        function inWorker() { spin(300); }
        inWorker();
        parentPort.postMessage('done');
        setInterval(() => {}, 1000);
      `,
      'child.cjs': `${spin}
        function inChild() { spin(300); }
        inChild();
        process.exit(5);
      `,
    },
  };

  it('are of what computes, in every thread and process, and change nothing', async () => {
    const { printed, samples } = await runSampled(program);
    expect(printed).toEqual(await runBare(program));
    const total = samples.reduce((sum, { weightNs }) => sum + weightNs, 0);
    expect(weightWithin(samples, 'spin')).toBeGreaterThan(total / 3);
    const threads = (name: string) => [
      ...new Set(samplesWithin(samples, name).map(({ pid, tid }) => `${pid} ${tid}`)),
    ];
    const [main = '', ...others] = threads('inMain');
    expect(others).toEqual([]);
    expect(main).toMatch(/^(\d+) \1$/);
    expect(threads('inWorker')).toEqual([expect.stringMatching(new RegExp(`^${main.split(' ')[0]} `))]);
    expect(threads('inWorker')).not.toEqual([main]);
    expect(threads('inChild')).toEqual([expect.stringMatching(/^(\d+) \1$/)]);
    expect(threads('inChild')).not.toEqual([main]);
    const frames = samples.flatMap(({ stack }) => stack);
    expect(frames.find(({ name }) => name === 'inMain')).toMatchObject({ line: 5, language: 'node' });
    expect(frames.find(({ name }) => name === 'inMain')?.file).toMatch(/^\/.*\/a program\/main\.mjs$/);
    expect(
      frames.filter(({ name, file }) => file === hook || name === '(idle)' || name === '(root)'),
    ).toEqual([]);
  });

  it('survive what kills the program, but for the last of them', async () => {
    const { printed, samples } = await runSampled({
      node,
      files: {
        'main.cjs': `${spin}
          function often() { spin(50); setTimeout(often, 0); }
          often();
          setTimeout(() => console.log('now'), 2500);
        `,
      },
      killAt: 'now',
    });
    expect(printed.signal).toBe('SIGKILL');
    expect(weightWithin(samples, 'often')).toBeGreaterThan(0);
  });
});
