import { describe, expect, it } from 'vitest';
import { nodes, runBare, runHooked } from './hooked-node.ts';

describe.each(nodes)('processes started by Node $version', ({ path: node }) => {
  it('are a task each, however they are started', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.mjs': `
          import { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } from 'node:child_process';
          import { promisify } from 'node:util';
          spawnSync('true');
          execSync('true sync');
          try { execFileSync('false'); } catch {}
          await promisify(execFile)('true', ['file']);
          await promisify(exec)('exit 4').catch(() => {});
          await new Promise((done) => spawn('sleep', ['60']).on('exit', done).kill('SIGKILL'));
          await new Promise((done) => spawn('no-such-command').on('error', done));
          await new Promise((done) => fork(new URL('./child.mjs', import.meta.url), ['word']).on('exit', done));
        `,
        'child.mjs': '',
      },
    });
    const tasks = run.records('task', 'child_process');
    expect(tasks.map(({ name, state, error }) => [name, state, error?.message ?? ''])).toEqual([
      ['true', 'ok', ''],
      ['true sync', 'ok', ''],
      ['false', 'error', 'exit code 1'],
      ['true file', 'ok', ''],
      ['exit 4', 'error', 'exit code 4'],
      ['sleep 60', 'error', 'SIGKILL'],
      ['no-such-command', 'error', 'ENOENT'],
      [expect.stringContaining('child.mjs word'), 'ok', ''],
    ]);
    const forked = tasks.at(-1);
    expect(forked?.workerPid).toBe(run.traces.at(-1)?.header.pid);
    expect(tasks.map(({ site }) => site?.line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('of a cluster are its own', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const cluster = require('node:cluster');
          if (cluster.isPrimary) { cluster.fork(); cluster.fork(); }
          else process.disconnect();
        `,
      },
    });
    expect(run.records('task').map(({ api, state }) => ({ api, state }))).toEqual([
      { api: 'cluster', state: 'ok' },
      { api: 'cluster', state: 'ok' },
    ]);
    expect(run.traces.length).toBe(3);
  });

  it('that are Node are traced in an environment of the program’s making, and find that one', async () => {
    const program = {
      node,
      files: {
        'main.cjs': `
          const { spawnSync } = require('node:child_process');
          const child = ['-p', 'JSON.stringify(Object.keys(process.env).filter((name) => !name.startsWith("__")).sort())'];
          spawnSync(process.execPath, child, { stdio: 'inherit', env: { PATH: process.env.PATH } });
          spawnSync(process.execPath, child, { stdio: 'inherit', env: { NODE_OPTIONS: '--no-warnings' } });
          spawnSync('/bin/sh', ['-c', 'echo $NODE_OPTIONS'], { stdio: 'inherit', env: { PATH: process.env.PATH } });
        `,
      },
    };
    const run = await runHooked(program);
    expect(run.stdout).toBe((await runBare(program)).stdout);
    expect(run.traces.length).toBe(3);
  });

  it('are not traced where the program took the options out', async () => {
    const run = await runHooked({
      node,
      files: {
        'main.cjs': `
          const { spawnSync } = require('node:child_process');
          const { NODE_OPTIONS, ...env } = process.env;
          spawnSync(process.execPath, ['-e', '0'], { env });
          spawnSync(process.execPath, ['-e', '0'], { env: { ...env, NODE_OPTIONS: '' } });
          delete process.env.NODE_OPTIONS;
          spawnSync(process.execPath, ['-e', '0']);
        `,
      },
    });
    expect(run.records('task').map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(run.traces.length).toBe(1);
  });

  it('start under Node’s permission model as they do alone', async () => {
    const option = /^v2[0-2]/.test(nodes.find(({ path }) => path === node)?.version ?? '')
      ? '--experimental-permission'
      : '--permission';
    const program = {
      node,
      files: {
        'main.cjs': `
          const { spawnSync } = require('node:child_process');
          const child = spawnSync(process.execPath, ['${option}', '--no-warnings', '--allow-fs-read=' + __dirname, __dirname + '/child.cjs'], { encoding: 'utf8', env: { ...process.env } });
          console.log(child.status, child.stdout, child.stderr);
        `,
        'child.cjs': 'console.log("started")',
      },
    };
    const run = await runHooked(program);
    expect(run.stdout).toContain('started');
    expect(run.stdout).toBe((await runBare(program)).stdout);
  });
});
