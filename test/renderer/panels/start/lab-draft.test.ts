import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeExecutors, type Executor } from '../../../../src/shared/executors.ts';
import {
  emptyDraft,
  findProblems,
  orderOf,
  refusalsOf,
  type DraftLimits,
} from '../../../../src/renderer/panels/start/lab-draft.ts';

const refused = (executor: Executor) => ({ executor, reason: 'a socket', remedy: 'none' });

const limits: DraftLimits = { language: 'node', refusals: [], cores: [0, 1, 4, 5] };

describe('a draft of a lab', () => {
  it('that nobody touched asks for the usual lab, and leaves the choices to the engine', () => {
    expect(findProblems(emptyDraft, limits)).toEqual({});
    expect(orderOf('/tasks/a.mjs', emptyDraft, limits)).toEqual({
      task: '/tasks/a.mjs',
      executors: null,
      workers: null,
      cores: null,
      pin: 'each',
      tasks: null,
      repeat: null,
      taskTimeout: null,
      budget: null,
      objective: 'throughput',
      inputs: null,
      node: null,
      python: null,
      asyncVariant: null,
      prefer: null,
      out: null,
    });
  });

  it('asks for what was chosen, in ascending and usual order', () => {
    const draft = {
      ...emptyDraft,
      executors: ['process-pool', 'event-loop'] as const,
      workers: [4, 1],
      cores: [5, 0],
      taskTimeout: '1.5s',
      budget: ' 2m ',
      inputs: ' /data/inputs.json ',
    };
    expect(orderOf('/a.mjs', draft, limits)).toMatchObject({
      executors: ['event-loop', 'process-pool'],
      workers: [1, 4],
      cores: [0, 5],
      taskTimeout: 1.5e9,
      budget: 120e9,
      inputs: '/data/inputs.json',
    });
  });

  it('names no executor when all are chosen, even if the inputs keep some from running: the engine says why', () => {
    const threadsOnly = { ...limits, refusals: [refused('process-pool'), refused('process-per-task')] };
    expect(orderOf('/a.mjs', emptyDraft, threadsOnly).executors).toBeNull();
  });

  it('leaves out a chosen executor that cannot run, when others were chosen with it', () => {
    const threadsOnly = { ...limits, refusals: [refused('process-pool'), refused('process-per-task')] };
    const draft = { ...emptyDraft, executors: ['thread-pool', 'process-pool'] as const };
    expect(orderOf('/a.mjs', draft, threadsOnly).executors).toEqual(['thread-pool']);
    expect(findProblems({ ...draft, executors: ['process-pool'] }, threadsOnly)).toEqual({
      executors: 'Choose at least one executor.',
    });
  });

  it('does without cores that this machine no longer has', () => {
    expect(orderOf('/a.mjs', { ...emptyDraft, cores: [1, 17] }, limits).cores).toEqual([1]);
    expect(findProblems({ ...emptyDraft, cores: [17] }, limits)).toEqual({
      cores: 'Choose at least one core.',
    });
  });

  it.each([
    [{ workers: [0] }, 'workers'],
    [{ workers: [2000] }, 'workers'],
    [{ tasks: 0 }, 'tasks'],
    [{ tasks: 1.5 }, 'tasks'],
    [{ repeat: 0 }, 'repeat'],
    [{ repeat: -1 }, 'repeat'],
    [{ taskTimeout: 'soon' }, 'taskTimeout'],
    [{ budget: '0s' }, 'budget'],
    [{ inputs: 'inputs.json' }, 'inputs'],
    [{ node: '~/node' }, 'node'],
    [{ out: './run.corelane' }, 'out'],
  ])('says at the field what is wrong with %o', (change, field) => {
    expect(Object.keys(findProblems({ ...emptyDraft, ...change }, limits))).toEqual([field]);
  });

  it('asks for the asynchronous variant and the half that is preferred', () => {
    const draft = { ...emptyDraft, asyncVariant: ' /a.py:twin ', prefer: 'async' as const };
    const python: DraftLimits = { ...limits, language: 'python' };
    expect(findProblems(draft, python)).toEqual({});
    expect(orderOf('/a.py:task', draft, python)).toMatchObject({
      asyncVariant: '/a.py:twin',
      prefer: 'async',
    });
  });

  it.each(['/a.py', 'a.py:twin', '/a.mjs:twin'])('does not take %s for an asynchronous variant', (text) => {
    const problems = findProblems({ ...emptyDraft, asyncVariant: text }, { ...limits, language: 'python' });
    expect(Object.keys(problems)).toEqual(['asyncVariant']);
  });

  it('has no executor refused that runs the asynchronous variant instead', () => {
    const both = [refused('asyncio'), refused('concurrent.futures.InterpreterPoolExecutor')];
    expect(refusalsOf(both, { asyncVariant: ' ' })).toEqual(both);
    expect(refusalsOf(both, { asyncVariant: '/a.py:twin' }).map(({ executor }) => executor)).toEqual([
      'concurrent.futures.InterpreterPoolExecutor',
    ]);
  });

  it.each([String.raw`C:\tasks\in.json`, '/in.json', String.raw`\\server\share\in.json`])(
    'takes %s for a whole path',
    (inputs) => {
      expect(findProblems({ ...emptyDraft, inputs }, limits)).toEqual({});
    },
  );

  it('without problems orders nothing that the limits rule out', () => {
    const drafts = fc.record({
      executors: fc.subarray([...nodeExecutors]),
      cores: fc.option(fc.uniqueArray(fc.nat(8))),
      workers: fc.uniqueArray(fc.integer({ min: -2, max: 1100 })),
    });
    fc.assert(
      fc.property(drafts, fc.boolean(), (chosen, threads) => {
        const draft = { ...emptyDraft, ...chosen };
        const some = { ...limits, refusals: threads ? [refused('thread-pool')] : [] };
        if (Object.keys(findProblems(draft, some)).length > 0) return;
        const order = orderOf('/a.mjs', draft, some);
        for (const core of order.cores ?? []) expect(limits.cores).toContain(core);
        if (threads) expect(order.executors ?? []).not.toContain('thread-pool');
        for (const count of order.workers ?? []) expect(count).toBeGreaterThan(0);
        expect(order.executors).not.toEqual([]);
        expect(order.cores).not.toEqual([]);
      }),
    );
  });
});
