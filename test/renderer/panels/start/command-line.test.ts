import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../../src/shared/durations.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import {
  labArguments,
  labCommand,
  quoteForShell,
} from '../../../../src/renderer/panels/start/command-line.ts';
import { emptyDraft, orderOf } from '../../../../src/renderer/panels/start/lab-draft.ts';

const limits = { notCloneable: { threads: null, processes: null }, cores: [0, 1, 2, 3] };
const order = orderOf('/tasks/primes.ts', emptyDraft, limits);

describe('the equivalent command line', () => {
  it('says nothing that is the default', () => {
    expect(labCommand(order)).toBe('corelane lab /tasks/primes.ts');
  });

  it('says all that was chosen', () => {
    const draft = {
      ...emptyDraft,
      executors: ['thread-pool', 'process-pool'] as const,
      workers: [1, 4],
      cores: [2, 3],
      pin: 'set' as const,
      tasks: 200,
      repeat: 5,
      taskTimeout: '500ms',
      budget: '2m',
      objective: 'latency' as const,
      inputs: '/data/all of them.json',
      node: '/opt/node',
      out: '/runs/a.corelane',
    };
    expect(labCommand(orderOf("/it's/a task.mjs", draft, limits))).toBe(
      String.raw`corelane lab '/it'\''s/a task.mjs' --executors thread-pool,process-pool --workers 1,4 --cores 2,3 --pin set --tasks 200 --repeat 5 --task-timeout 500ms --budget 120s --objective latency --inputs '/data/all of them.json' --node /opt/node --out /runs/a.corelane`,
    );
  });

  it('keeps a task whose name begins with a dash from being taken for an option', () => {
    expect(labArguments({ ...order, task: '--json.mjs' })).toEqual(['./--json.mjs']);
  });

  it('writes durations so that they are read back without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(1e3, 1e6, 1e9), (count, unitNs) => {
        const budget = asNanoseconds(count * unitNs);
        expect(parseDuration(labArguments({ ...order, budget }).at(-1) ?? '')).toBe(budget);
      }),
    );
  });

  it.skipIf(process.platform === 'win32')('is read by a real shell word for word', () => {
    const anyWords = fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), {
      minLength: 50,
      maxLength: 50,
    });
    fc.assert(
      fc.property(anyWords, (words) => {
        // No word can hold the end of a C string.
        const sent = words.map((word) => word.replaceAll('\0', ''));
        const script = `printf '%s\\0' ${sent.map((word) => quoteForShell(word)).join(' ')}`;
        const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        expect(read.split('\0').slice(0, -1)).toEqual(sent);
      }),
      { numRuns: 20 },
    );
  });
});
