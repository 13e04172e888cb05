import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { python } from '../../collector/linux/perf/workloads.ts';
import { fixture } from '../../collector/linux/perf/gated-command.ts';
import { allowedModes } from '../../collector/linux/perf/recorded-command.ts';
import { idleMs } from '../../../../fixtures/findings/waiting.ts';
import { unpackStream } from './event-stream.ts';
import { favoured, findingsInStream, program, recordRun } from './recorded-run.ts';

/** Of the time: then at least two fifths of its buckets are half idle, and twice as many as the finding needs. */
const idleEnough = 0.7;

/** Programs built to show a problem, recorded as they run. What else is found, other work on this machine decides. */
async function find(
  id: string,
  mode: 'system' | 'process',
  command: readonly string[],
  cores: readonly number[] = [0, 1],
) {
  const stream = await recordRun(mode, [python, ...command], cores);
  if (stream === null) throw new Error(`${mode} mode was allowed a moment ago`);
  const findings = await findingsInStream(stream);
  return { pid: stream.root, finding: findings.find((one) => one.id === id) };
}

describe.each(allowedModes)('in %s mode', (mode) => {
  it('eight processes that compute on two cores are too many', async () => {
    const { finding } = await find('oversubscribed', mode, [program('spin.py'), '8', '0.6']);
    expect(finding?.evidence).toMatchObject({ cores: 2 });
    expect(Number(finding?.evidence['runnable_mean'])).toBeGreaterThan(6);
  });

  it('as many as there are cores are not', async () => {
    const { finding } = await find('oversubscribed', mode, [program('spin.py'), '2', '0.6']);
    expect(finding).toBeUndefined();
  });

  it('a program on the same core takes it away', async () => {
    const [file = '', ...args] = favoured([python, program('spin.py'), '1', '60', '0']);
    const other = spawn(file, args, { stdio: 'ignore' });
    await once(other, 'spawn');
    try {
      const { finding } = await find('preempted-by-others', mode, [program('spin.py'), '1', '0.8', '0'], [0]);
      expect(Number(finding?.evidence['preemptions'])).toBeGreaterThan(10);
      const by = finding?.evidence['by'];
      if (mode === 'process') expect(by).toBeNull();
      else expect(by).toContain(`(pid ${other.pid})`);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('a thread that moves itself all the time leaves its caches behind', async () => {
    const { finding } = await find('migrating', mode, [program('hop.py'), '4000']);
    expect(Number(finding?.evidence['migrations'])).toBeGreaterThan(100);
  });

  it('one that stays where it is does not', async () => {
    const { finding } = await find('migrating', mode, [program('spin.py'), '1', '0.5', '0']);
    expect(finding).toBeUndefined();
  });

  it('a process that computes longer than the other holds the end', async () => {
    const { finding } = await find('imbalance', mode, [program('straggler.py'), '0.3', '0.9']);
    expect(finding?.evidence).toMatchObject({ others: 1 });
  });

  it('one that computes for as long as the other does not', async () => {
    const { finding } = await find('imbalance', mode, [program('straggler.py'), '0.6', '0.6']);
    expect(finding).toBeUndefined();
  });

  it('processes that crowd on one core starve the other, unless they may use both', async (context) => {
    const idle = idleMs(1);
    const beganAt = performance.now();
    const { finding } = await find('starved-core', mode, [program('spin.py'), '4', '0.8', '0']);
    const share = (idleMs(1) - idle) / (performance.now() - beganAt);
    const free = await find('starved-core', mode, [program('spin.py'), '4', '0.8']);
    expect(free.finding).toBeUndefined();
    if (mode === 'process') return;
    if (share < idleEnough) {
      const reason = `core 1 idled only ${(share * 100).toFixed(0)} % of the time, since other programs are busy`;
      console.warn(`The test of a starved core is skipped: ${reason}.`);
      context.skip(reason);
    }
    expect(finding?.evidence).toMatchObject({ crowded_core: 0, idle_core: 1 });
  });
});

describe.runIf(allowedModes.includes('process'))('while nobody empties the rings', () => {
  it('records are lost, and the recording says so', async () => {
    const stream = await recordRun('process', [python, fixture('ping_pong.py'), '55000', '0'], [0, 1], {
      stalled: true,
    });
    const findings = stream === null ? [] : await findingsInStream(stream);
    const finding = findings.find(({ id }) => id === 'recording-incomplete');
    expect(Number(finding?.evidence['records_lost'])).toBeGreaterThan(0);
  });
});

/** A core that idles is nothing that a test can bring about on a busy machine: this one was recorded by test/fixtures/findings/record.ts. */
describe('in a recording of processes that crowd on one core', () => {
  it('the other core starves', async () => {
    const path = new URL(
      '../../../../fixtures/findings/problems/starved-core.system.events.zst',
      import.meta.url,
    );
    const findings = await findingsInStream(unpackStream(readFileSync(path)));
    const finding = findings.find(({ id }) => id === 'starved-core');
    expect(finding?.evidence).toMatchObject({ crowded_core: 0, idle_core: 1 });
  });
});
