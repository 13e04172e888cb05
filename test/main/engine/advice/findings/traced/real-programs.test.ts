import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../../../src/shared/lab-report.ts';
import { profiled } from '../../../../../support/profile-command.ts';
import { python } from '../../../../../support/python.ts';

/** Programs built to show a problem, and their repaired twins. What else is found, other work on this machine decides. */
const program = (name: string): string =>
  fileURLToPath(new URL(`../../../../../fixtures/findings/traced/${name}`, import.meta.url));

/** The findings of a program that ran to its end. */
async function findingsIn(argv: readonly string[]): Promise<readonly Finding[]> {
  const { exit, findings, warnings } = await profiled(argv, {}, ['--cores', '0,1']);
  expect(exit, warnings.join('\n')).toEqual({ code: 0, signal: null });
  return findings;
}

const findingIn = async (id: string, argv: readonly string[]): Promise<Finding | undefined> =>
  (await findingsIn(argv)).find((one) => one.id === id);

interface Program {
  readonly id: string;
  readonly argv: readonly string[];
  /** Of its evidence. */
  readonly shows: Readonly<Record<string, unknown>>;
  /** What tells where to look. */
  readonly place: RegExp;
}

const ofPython: readonly Program[] = [
  {
    id: 'call-in-caller',
    argv: ['call_in_caller.py'],
    // A thread pool and a process pool, a thread and a process, and a pool whose tasks only keep what they are given.
    shows: { tasks: 3, was_given: 'float', others: 4 },
    place: /call_in_caller\.py:\d+: submit\(f, x\)/,
  },
  {
    id: 'loop-blocked',
    argv: ['loop_blocked.py'],
    shows: { times: 3, callable: 'fetch', others_waiting: 1 },
    place: /fetch \(loop_blocked\.py:\d+\)/,
  },
  {
    id: 'async-in-name-only',
    argv: ['async_in_name_only.py'],
    shows: { coroutines: 4, steps: 4, callable: 'render' },
    place: /render \(async_in_name_only\.py:\d+\)/,
  },
  {
    id: 'pickle-bound',
    argv: ['pickle_bound.py'],
    shows: { tasks: 8 },
    place: /Hand over less at pickle_bound\.py:\d+/,
  },
  {
    id: 'pool-idle',
    argv: ['pool_idle.py'],
    shows: { workers: 6, tasks: 2 },
    place: /at pool_idle\.py:\d+/,
  },
  {
    id: 'pool-too-large',
    argv: ['pool_too_large.py'],
    shows: { workers: 6, right_size: 2, cores: 2 },
    place: /2 workers instead of 6/,
  },
  {
    id: 'serial-submits',
    argv: ['serial_submits.py'],
    // A thread pool, a process pool, and threads.
    shows: { tasks: 6, others: 2 },
    place: /at serial_submits\.py:\d+/,
  },
  {
    id: 'unpicklable',
    argv: ['unpicklable.py'],
    // A function and a result of an executor, a function of a pool.
    shows: { tasks_failed: 2, others: 2, error: expect.stringContaining('pickle') },
    place: /at unpicklable\.py:\d+/,
  },
  {
    id: 'lost-workers',
    argv: ['lost_workers.py'],
    // An executor, a pool, and a process.
    shows: { callable: 'work', others: 2 },
    place: /while it ran work/,
  },
  {
    id: 'nested-pools',
    argv: ['nested_pools.py'],
    shows: { inner_pools: 2, inner_workers: 8, outer_workers: 2, callable: 'shelf' },
    place: /shelf \(nested_pools\.py:\d+\)/,
  },
];

const ofNode: readonly Program[] = [
  {
    id: 'call-in-caller',
    argv: ['pools.mjs', 'call-in-caller'],
    shows: { tasks: 6 },
    place: /at pools\.mjs:\d+/,
  },
  {
    id: 'serial-submits',
    argv: ['pools.mjs', 'serial-submits'],
    shows: { tasks: 6, workers: 2 },
    place: /at pools\.mjs:\d+.*Promise\.all/,
  },
  {
    id: 'pool-idle',
    argv: ['pools.mjs', 'pool-idle'],
    shows: { workers: 6, tasks: 2 },
    place: /at pools\.mjs:\d+/,
  },
  {
    id: 'pool-too-large',
    argv: ['pools.mjs', 'pool-too-large'],
    shows: { workers: 6, right_size: 2 },
    place: /2 workers instead of 6/,
  },
  {
    id: 'lost-workers',
    argv: ['pools.mjs', 'lost-workers'],
    shows: { tasks_lost: 1, callable: 'worker.mjs' },
    place: /process\.exit/,
  },
  {
    id: 'loop-blocked',
    argv: ['loop_blocked.mjs'],
    shows: { times: 3, others_waiting: null },
    place: /worker thread/,
  },
];

/** Those that are about tasks. */
const idsOfTasks: ReadonlySet<string> = new Set(ofPython.map(({ id }) => id));
const ofTasks = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ id }) => idsOfTasks.has(id));

const argvOf = ({ argv: [file = '', ...args] }: Program, variant: string): readonly string[] => [
  program(file),
  ...args,
  variant,
];

describe.skipIf(python === null)('in a Python program', () => {
  it('nothing of it is found where pools, threads and coroutines are used as they are meant', async () => {
    expect(ofTasks(await findingsIn([python ?? '', program('clean.py')]))).toEqual([]);
  });

  it.each(ofPython)('$id is found, and not in its repaired twin', async (one) => {
    const finding = await findingIn(one.id, [python ?? '', ...argvOf(one, 'problem')]);
    expect(finding?.evidence).toMatchObject(one.shows);
    expect(finding?.remedy).toMatch(one.place);
    const [from, to] = finding?.range_ms ?? [0, 0];
    expect(from).toBeLessThan(to);
    expect(await findingIn(one.id, [python ?? '', ...argvOf(one, 'repaired')])).toBeUndefined();
  });
});

describe('in a Node program', () => {
  it('nothing of it is found where pools, workers and the loop are used as they are meant', async () => {
    expect(ofTasks(await findingsIn([process.execPath, program('clean.mjs')]))).toEqual([]);
  });

  it.each(ofNode)('$id is found, and not in its repaired twin', async (one) => {
    const finding = await findingIn(one.id, [process.execPath, ...argvOf(one, 'problem')]);
    expect(finding?.evidence).toMatchObject(one.shows);
    expect(finding?.remedy).toMatch(one.place);
    expect(await findingIn(one.id, [process.execPath, ...argvOf(one, 'repaired')])).toBeUndefined();
  });
});
