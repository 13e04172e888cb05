import { describe, expect, it } from 'vitest';
import { select } from '../../../../src/main/engine/lab/selection.ts';
import type { Study } from '../../../../src/main/engine/lab/study.ts';
import type { LabRequest } from '../../../../src/shared/experiment.ts';
import { nodeExecutors, pythonExecutors } from '../../../../src/shared/executors.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';

const request: LabRequest = {
  task: 'task.mjs',
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
  out: 'run.corelane',
};

/** A task that computes for 0.2 ms. */
const study = (tasks: number, refusals: Study['inspection']['refusals'] = []): Study => ({
  inspection: {
    name: null,
    tasks,
    inputs: tasks,
    inputsCut: false,
    refusals,
    isAsync: null,
    functions: [],
  },
  probe: {
    runs: 5,
    failed: 0,
    wallNs: 1e6,
    runDelayNs: 0,
    onCpuNs: 1e6,
    async: false,
    threadStartNs: 40e6,
    processStartNs: null,
  },
  notProbed: null,
  processStartNs: 100e6,
});

const studied = (...what: Parameters<typeof study>) => ({ studied: study(...what), studiedVariant: null });
const executorsIn = ({ ladders }: ReturnType<typeof select>) => ladders.map(({ executor }) => executor);

describe('what a lab compares', () => {
  it('is every executor when all can run', () => {
    const selection = select(request, studied(100), 'node', 2);
    expect(executorsIn(selection)).toEqual(nodeExecutors);
    expect(selection.skipped).toEqual([]);
  });

  it('leaves out those that cannot run the task, each with a reason and a remedy', () => {
    const refusals = (['process-pool', 'process-per-task'] as const).map((executor) => ({
      executor,
      reason: 'Its inputs cannot cross.',
      remedy: 'Make the inputs plain data.',
    }));
    const selection = select(request, studied(10, refusals), 'node', 2);
    expect(executorsIn(selection)).toEqual(['event-loop', 'thread-pool', 'thread-per-task']);
    expect(selection.skipped).toEqual(refusals);
  });

  it('leaves out a worker per task when starting them alone would take minutes, and says how to have it', () => {
    const { skipped } = select(request, studied(10_000), 'node', 2);
    expect(skipped.map(({ executor }) => executor)).toEqual(['thread-per-task', 'process-per-task']);
    expect(skipped[1]?.reason).toContain('10000 tasks would take about 500 s a trial, at 100 ms each');
    expect(skipped[1]?.remedy).toContain('--executors process-per-task');
  });

  it('leaves it out on a small budget, too, where its start is most of the work, and only there', () => {
    const brief = { ...request, budget: asNanoseconds(20e9) };
    const skippedOf = (...of: Parameters<typeof study>) => select(brief, studied(...of), 'node', 2).skipped;
    expect(skippedOf(100).map(({ executor }) => executor)).toEqual(['process-per-task']);
    const long = study(100);
    const probe = long.probe === null ? null : { ...long.probe, runs: 1, wallNs: 3e9, onCpuNs: 3e9 };
    const sources = { studied: { ...long, probe }, studiedVariant: null };
    expect(select(brief, sources, 'node', 2).skipped).toEqual([]);
  });

  it('compares the executors of the language of the task', () => {
    expect(executorsIn(select(request, studied(100), 'python', 2))).toEqual(pythonExecutors);
  });

  it('keeps them when they are asked for, or when there is time', () => {
    const asked = select({ ...request, executors: ['process-per-task'] }, studied(10_000), 'node', 2);
    expect(asked).toMatchObject({ ladders: [{ executor: 'process-per-task' }], skipped: [] });
    const patient = select({ ...request, budget: asNanoseconds(3600e9) }, studied(10_000), 'node', 2);
    expect(patient.skipped).toEqual([]);
  });

  it('keeps a worker per task where the number of tasks is the lab’s to choose', () => {
    const { studied: usual } = studied(100);
    const open = { ...usual, inspection: { ...usual.inspection, countIsUsual: true, tasks: 10_000 } };
    expect(select(request, { studied: open, studiedVariant: null }, 'node', 2).skipped).toEqual([]);
  });

  it('runs the variant on the loop, with its own refusals and not the task’s', () => {
    const refusal = {
      executor: 'asyncio',
      reason: 'It is no coroutine function.',
      remedy: 'Make it one.',
    } as const;
    const task = study(100, [refusal]);
    expect(executorsIn(select(request, { studied: task, studiedVariant: null }, 'python', 2))).not.toContain(
      'asyncio',
    );
    const both = { studied: task, studiedVariant: study(100) };
    expect(executorsIn(select(request, both, 'python', 2))).toContain('asyncio');
  });

  it('leaves out the loop where a waiting task would hold it up for most of the time', () => {
    const waiting = study(5000);
    const probe = waiting.probe === null ? null : { ...waiting.probe, runs: 1, wallNs: 20e6 };
    const sources = { studied: { ...waiting, probe }, studiedVariant: null };
    const { skipped } = select(request, sources, 'node', 2);
    expect(skipped[0]).toMatchObject({ executor: 'event-loop' });
    expect(skipped[0]?.remedy).toContain('--async-variant');
  });

  it('tries the worker counts asked for, whatever the task is', () => {
    const { ladders } = select({ ...request, workers: [8, 1, 8] }, studied(100), 'node', 2);
    expect(ladders.every(({ counts }) => counts.join() === '1,8')).toBe(true);
  });
});
