import { describe, expect, it } from 'vitest';
import { proposalFor, scriptOf, swapsFor } from '../../../../src/renderer/panels/what-if/what-if-proposal.ts';

const started = (...argv: readonly string[]) => scriptOf({ argv, cwd: '/home' });

const tasks = (...apis: readonly string[]) => ({
  total: apis.length,
  by_api: Object.fromEntries(
    apis.map((api) => [
      api,
      { count: 1, ok: 1, error: 0, cancelled: 0, lost: 0, run_ms: 1, queue_ms: 0, on_cpu_ms: 1 },
    ]),
  ),
});

describe('the script of a profile', () => {
  it('is tried with the interpreter and the arguments that it had', () => {
    expect(started('/usr/bin/python3', 'crunch.py', '--fast', 'a.py')).toEqual({
      script: 'crunch.py',
      args: ['--fast', 'a.py'],
      cwd: '/home',
      python: '/usr/bin/python3',
    });
    expect(started('python3.13', 'crunch.py')?.python).toBeNull();
    expect(started('./crunch.py', 'x')).toEqual({
      script: './crunch.py',
      args: ['x'],
      cwd: '/home',
      python: null,
    });
  });

  it('is none where another program ran, or the interpreter had options that would be lost', () => {
    expect(started('node', 'crunch.mjs')).toBeNull();
    expect(started('python3', '-X', 'dev', 'crunch.py')).toBeNull();
    expect(started('python3', '-m', 'crunch')).toBeNull();
    expect(started('bash', '-c', 'python3 crunch.py')).toBeNull();
  });
});

describe('what is proposed against a problem', () => {
  const report = { tasks: tasks(), machine: { cpus: 4, model: 'x', os: 'y' } };

  it('is processes for threads that wait for the GIL, and as many workers as cores for a pool of the wrong size', () => {
    expect(proposalFor('gil-bound', report)).toEqual({ swap: 'threads=processes', workers: null });
    expect(proposalFor('pool-too-large', report)).toEqual({ swap: null, workers: 4 });
    expect(proposalFor('pool-idle', report)).toEqual({ swap: null, workers: 4 });
    expect(proposalFor('migrating', report)).toBeNull();
  });

  it('lists swaps of executors that the program used first', () => {
    expect(swapsFor({ tasks: tasks('multiprocessing.pool.Pool') })[0]).toBe('pool=threadpool');
    expect(swapsFor({ tasks: tasks() })[0]).toBe('threads=processes');
  });
});
