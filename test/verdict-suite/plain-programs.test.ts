import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeExecutors, pythonExecutors } from '../../src/shared/executors.ts';
import { expectations, type Expectation } from './expectations.ts';
import { startLoopbackServer } from './loopback-server.ts';
import { throughputOf } from './plain-programs.ts';

const bench = { env: process.env, seconds: 0 };
const tiny = (file: string): Expectation => ({ file, kind: 'cpu' });

it('knows of every workload what kind it is', () => {
  const files = readdirSync(fileURLToPath(new URL('workloads', import.meta.url))).filter((file) =>
    /\.(py|mjs)$/.test(file),
  );
  expect(expectations.map(({ file }) => file).sort()).toEqual(files.sort());
  expect(files.length).toBeGreaterThanOrEqual(24);
});

describe('a plain program', () => {
  it.each(nodeExecutors)('runs tasks by %s', async (executor) => {
    const rate = await throughputOf(tiny('tiny.mjs'), { executor, workers: 2 }, 5, bench);
    expect(rate).toBeGreaterThan(0);
  });

  const synchronous = pythonExecutors.filter(
    (name) => name !== 'asyncio' && !name.endsWith('InterpreterPoolExecutor'),
  );
  it.each(synchronous)('runs tasks by %s', async (executor) => {
    const rate = await throughputOf(tiny('tiny.py'), { executor, workers: 2 }, 5, bench);
    expect(rate).toBeGreaterThan(0);
  });

  it('runs the asynchronous twin on a loop', async () => {
    const { address, close } = await startLoopbackServer();
    const rate = await throughputOf(
      { file: 'sockets_twin.py', kind: 'io', asyncVariant: 'task_async' },
      { executor: 'asyncio', workers: 4 },
      8,
      { ...bench, env: { ...process.env, VERDICT_SUITE_SERVER: address } },
    );
    close();
    // Four at a time wait 20 ms each.
    expect(rate).toBeLessThan(200);
  });

  it('says what a task that fails said', async () => {
    const withoutServer = throughputOf(tiny('sockets.py'), { executor: 'asyncio', workers: 1 }, 1, bench);
    await expect(withoutServer).rejects.toThrow(/VERDICT_SUITE_SERVER/);
  });
});
