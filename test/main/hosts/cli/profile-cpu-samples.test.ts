import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linuxPlatform } from '../../../../src/main/engine/collector/linux/platform.ts';
import { SampleWeights } from '../../../../src/main/engine/sampling/sample-weights.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { profiled } from '../../../support/profile-command.ts';
import { python } from '../../../support/python.ts';

/** The names of the innermost functions of a session's samples, and the languages of their frames. */
async function sampledIn(argv: readonly string[], flags: readonly string[]) {
  const { session: path, exit, warnings } = await profiled(argv, {}, flags);
  expect({ exit, about: warnings.filter((text) => /sample/i.test(text)) }).toEqual({
    exit: { code: 0, signal: null },
    about: [],
  });
  const session = openSession(path);
  try {
    const frames = new Map(session.details('frames').map((row) => [row.number, row]));
    const innermost = new Map(session.details('stacks').map((row) => [row.number, frames.get(row.frame)]));
    const seen = [...session.batches('samples')].flatMap(({ stack }) =>
      Array.from(stack, (number) => innermost.get(number)),
    );
    return new Set(seen.map((frame) => `${frame?.language ?? 'no'} ${frame?.name ?? 'frame'}`));
  } finally {
    session.close();
  }
}

/** The time of the samples of a session within a function: by V8's clock, or of the CPU as far as that is known. */
function weightsIn(path: string, of: 'wall' | 'cpu'): (name: string) => number {
  const session = openSession(path);
  try {
    const frames = session.details('frames');
    const stacks = session.details('stacks');
    const names = new Map(frames.map(({ number, name }) => [number, name]));
    const callers = new Map(stacks.map((stack) => [stack.number, stack]));
    const sums = new Map<string, number>();
    const add = (stack: number, weightNs: number): void => {
      for (let at = callers.get(stack); at !== undefined; at = callers.get(at.caller ?? 0)) {
        const name = names.get(at.frame) ?? '';
        sums.set(name, (sums.get(name) ?? 0) + weightNs);
      }
    };
    if (of === 'cpu') {
      new SampleWeights(session, stacks, frames).each({}, (sample) => add(sample.stack, sample.weightNs));
    } else {
      for (const { stack, weight_ns: weight } of session.batches('samples')) {
        for (const [row, number] of stack.entries()) add(number, weight[row] ?? 0);
      }
    }
    return (name) => sums.get(name) ?? 0;
  } finally {
    session.close();
  }
}

const recordsSwitches = linuxPlatform
  .capabilities()
  .some(({ name, available }) => name === 'process-switches' && available);

const script = (name: string, source: string): string => {
  const path = join(ownFolder(), name);
  writeFileSync(path, source);
  return path;
};

const busyNode = (): string =>
  script(
    'busy.mjs',
    'function busy() { const end = performance.now() + 300; let sum = 0; while (performance.now() < end) sum += 1; }\nbusy();\n',
  );

describe('corelane profile --cpu-profile', () => {
  it('keeps samples of Node programs in the session', async () => {
    expect(await sampledIn([busyNode()], ['--cpu-profile'])).toContain('node busy');
  });

  it.skipIf(!recordsSwitches)(
    'tells a function that computes from one that sleeps longer: V8 samples both, of which CPU time is left',
    async () => {
      const path = script(
        'sleeps.mjs',
        `const cell = new Int32Array(new SharedArrayBuffer(4));
        function computes() { const end = performance.now() + 150; while (performance.now() < end); }
        function sleeps() { Atomics.wait(cell, 0, 0, 600); }
        for (let turn = 0; turn < 2; turn += 1) { computes(); sleeps(); }`,
      );
      const { session } = await profiled([path], {}, ['--cpu-profile']);
      const wall = weightsIn(session, 'wall');
      const cpu = weightsIn(session, 'cpu');
      expect(wall('sleeps')).toBeGreaterThan(wall('computes'));
      expect(cpu('computes')).toBeGreaterThan(cpu('sleeps'));
      expect(cpu('computes')).toBeLessThanOrEqual(wall('computes'));
    },
  );

  it.skipIf(python === null)('keeps samples of Python programs in the session', async () => {
    const path = script(
      'busy.py',
      'import time\ndef busy():\n    while time.process_time() < 0.4: pass\nbusy()\n',
    );
    expect(await sampledIn([python ?? '', path], ['--cpu-profile'])).toContain('python busy');
  });

  it('takes none without it', async () => {
    expect(await sampledIn([busyNode()], [])).toEqual(new Set());
  });
});
