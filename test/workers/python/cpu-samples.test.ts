import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { samplingFile } from '../../../src/shared/trace-format.ts';
import { cpuSamples, samplesWithin, weightWithin, type CpuSample } from '../../support/call-weights.ts';
import { prepareTracing, pythonFixture, tracedPythons, type Python } from '../../support/hooked-python.ts';

interface Sampled {
  readonly printed: ReturnType<typeof printedBy>;
  readonly samples: readonly CpuSample[];
  readonly programs: ReturnType<ReturnType<typeof prepareTracing>['programs']>;
}

function runSampled(python: Python, args: readonly string[]): Sampled {
  const tracing = prepareTracing();
  writeFileSync(join(tracing.traces, samplingFile), '');
  const printed = printedBy(python, args, tracing.env);
  const programs = tracing.programs();
  return { printed, samples: cpuSamples(tracing.traces), programs };
}

function printedBy(python: Python, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PYTHONPATH: _mine, ...inherited } = process.env;
  const { status, signal, stdout, stderr } = spawnSync(python.path, args, {
    env: { ...inherited, ...env },
    encoding: 'utf8',
  });
  return { status, signal, stdout, stderr };
}

describe.each(tracedPythons)('CPU samples of Python $version', (python) => {
  // Where a process with threads forks, Python warns.
  const program = ['-W', 'error', pythonFixture('cpu_samples.py')];

  // The other way is the same for all.
  it.each(python === tracedPythons.at(-1) ? ['fork', 'spawn'] : ['fork'])(
    'are of what computes, in every thread and process, and change nothing (%s)',
    (way) => {
      const { printed, samples, programs } = runSampled(python, [...program, way]);
      expect(printed).toEqual(printedBy(python, [...program, way]));
      const total = samples.reduce((sum, { weightNs }) => sum + weightNs, 0);
      expect(weightWithin(samples, 'spin')).toBeGreaterThan(total / 2);
      expect(weightWithin(samples, 'asleep')).toBeLessThan(total / 20);
      const main = programs[0]?.header.pid;
      const threads = (name: string) =>
        new Set(
          samplesWithin(samples, name).map(
            ({ pid, tid }) => `${pid === main ? 'main' : 'other'} ${pid === tid}`,
          ),
        );
      expect(threads('busy')).toEqual(new Set(['main false']));
      expect(threads('pooled')).toEqual(new Set(['other true']));
      expect(threads('forked')).toEqual(new Set(['other true']));
      const files = new Set(samples.flatMap(({ stack }) => stack.map(({ file }) => file)));
      expect([...files].filter((file) => /corelane_hook|sitecustomize|corelane-run/.test(file))).toEqual([]);
      const spin = samples.flatMap(({ stack }) => stack).find(({ name }) => name === 'spin');
      expect(spin).toMatchObject({ file: pythonFixture('cpu_samples.py'), line: 9, language: 'python' });
    },
  );

  it('are not taken unless they are asked for', () => {
    const tracing = prepareTracing();
    printedBy(python, ['-c', 'sum(range(10**7))'], tracing.env);
    expect(cpuSamples(tracing.traces)).toEqual([]);
  });

  it('survive what kills the program', () => {
    const { printed, samples } = runSampled(python, [
      '-c',
      'import os, time\nwhile time.process_time() < 0.5: pass\nos.kill(os.getpid(), 9)',
    ]);
    expect(printed.signal).toBe('SIGKILL');
    expect(weightWithin(samples, '<module>')).toBeGreaterThan(0);
  });

  it('take no signal that the program waits for', () => {
    const source = [
      'import os, signal',
      'signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])',
      'os.kill(os.getpid(), signal.SIGUSR1)',
      'print(signal.sigwait([signal.SIGUSR1]).name)',
    ].join('\n');
    expect(runSampled(python, ['-c', source]).printed).toEqual(printedBy(python, ['-c', source]));
  });
});
