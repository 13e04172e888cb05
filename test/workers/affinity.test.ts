import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { type Affinity, loadAffinity } from '../../src/workers/node/affinity.ts';

function linuxAffinity(): Affinity {
  const affinity = loadAffinity();
  if ('unavailable' in affinity) throw new Error(affinity.unavailable);
  return affinity;
}

async function startProcess(): Promise<{ child: ChildProcess; pid: number }> {
  const child = spawn(process.execPath, ['-e', 'console.log("ready"); process.stdin.resume()']);
  await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Error('the process did not start');
  return { child, pid: child.pid };
}

const threadsOf = (pid: number): number[] => readdirSync(`/proc/${pid}/task`).map(Number);

describe.runIf(process.platform === 'linux')('affinity', () => {
  const affinity = linuxAffinity();
  const allowed = affinity.getAffinity(0) ?? [];
  const core = allowed.at(-1) ?? 0;

  it('pins every thread of a process', async () => {
    const { child, pid } = await startProcess();
    expect(affinity.setProcessAffinity(pid, [core])).toBeNull();
    const threads = threadsOf(pid);
    expect(threads.length).toBeGreaterThan(1);
    for (const tid of threads) expect(affinity.getAffinity(tid)).toEqual([core]);
    child.kill('SIGKILL');
  });

  it('pins one thread and leaves the others where they may run', async () => {
    const { child, pid } = await startProcess();
    const other = threadsOf(pid).find((tid) => tid !== pid) ?? 0;
    expect(affinity.setThreadAffinity(pid, [core])).toBeNull();
    expect(affinity.getAffinity(pid)).toEqual([core]);
    expect(affinity.getAffinity(other)).toEqual(allowed);
    child.kill('SIGKILL');
  });

  it('says that a core does not exist', () => {
    expect(affinity.setThreadAffinity(0, [8000])).toContain('core 8000');
    expect(affinity.getAffinity(0)).toEqual(allowed);
  });

  it('finds nothing wrong with a thread that has ended meanwhile', async () => {
    const { child, pid } = await startProcess();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(affinity.setThreadAffinity(pid, [core])).toBeNull();
    expect(affinity.setProcessAffinity(pid, [core])).toBeNull();
    expect(affinity.getAffinity(pid)).toBeNull();
  });
});

describe.runIf(process.platform !== 'linux')('affinity elsewhere', () => {
  it('is not available, and says why', () => {
    expect(loadAffinity()).toMatchObject({ unavailable: expect.stringContaining('Linux') });
  });
});
