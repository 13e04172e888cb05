import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../../src/shared/durations.ts';
import { registerLab } from '../../../../src/main/hosts/cli/lab.ts';
import { objectives, preferences } from '../../../../src/shared/experiment.ts';
import { allExecutors } from '../../../../src/shared/executors.ts';
import { pinPolicies } from '../../../../src/shared/lab-report.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { labArguments, labCommand } from '../../../../src/renderer/panels/start/command-line.ts';
import {
  emptyDraft,
  orderOf,
  type LabOrder,
  type DraftLimits,
} from '../../../../src/renderer/panels/start/lab-draft.ts';

const limits: DraftLimits = { language: 'node', refusals: [], cores: [0, 1, 2, 3] };
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

  it.skipIf(process.platform === 'win32')('asks for the same lab when a shell has read it', () => {
    fc.assert(
      fc.property(anyOrder, (asked) => {
        const [program, command, ...args] = readByShell(labCommand(asked));
        expect([program, command]).toEqual(['corelane', 'lab']);
        expect(understood(args)).toEqual(asked);
      }),
      { numRuns: 60 },
    );
  });
});

/** Paths as nobody wants them: quotes, dollars, blanks, line ends, other scripts. A path cannot hold the end of a C string. */
const anyPath = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'\'"\\ $`!*?~#&|;<>\n\t-=/'.split('')),
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
    ),
  })
  .map((text) => `/${text.replaceAll('\0', '')}`);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const anyCount = fc.integer({ min: 1, max: 1000 });
const anyDuration = fc.integer({ min: 1, max: 1e9 }).map((us) => asNanoseconds(us * 1e3));
const anyOrder: fc.Arbitrary<LabOrder> = fc.record({
  task: anyPath,
  executors: maybe(fc.subarray([...allExecutors], { minLength: 1 })),
  workers: maybe(fc.uniqueArray(anyCount, { minLength: 1, maxLength: 4 })),
  cores: maybe(fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 1, maxLength: 4 })),
  pin: fc.constantFrom(...pinPolicies),
  tasks: maybe(anyCount),
  repeat: maybe(anyCount),
  taskTimeout: maybe(anyDuration),
  budget: maybe(anyDuration),
  objective: fc.constantFrom(...objectives),
  inputs: maybe(anyPath),
  node: maybe(anyPath),
  python: maybe(anyPath),
  asyncVariant: maybe(anyPath),
  prefer: maybe(fc.constantFrom(...preferences)),
  out: maybe(anyPath),
});

/** The words that a real shell makes of a command line. */
const readByShell = (command: string): readonly string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

/** The lab that the command line's own parser understands. */
function understood(args: readonly string[]): unknown {
  const program = new Command();
  registerLab(program);
  let heard: Record<string, unknown> = {};
  program.commands[0]?.action((task: string, typed: Record<string, unknown>) => {
    heard = { task, ...typed };
  });
  program.parse(['lab', ...args], { from: 'user' });
  const all = Object.keys(order).map((name) => [name, heard[name] ?? null]);
  return Object.fromEntries(all);
}
