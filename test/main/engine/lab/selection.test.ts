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

const studied = (tasks: number, refusals: Study['inspection']['refusals'] = []): Study => ({
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

describe('what a lab compares', () => {
  it('is every executor when all can run', () => {
    const { configurations, skipped } = select(request, studied(100), 'node', 2);
    expect(configurations.map(({ executor }) => executor)).toEqual(nodeExecutors);
    expect(skipped).toEqual([]);
  });

  it('leaves out those that cannot run the task, each with a reason and a remedy', () => {
    const refusals = (['process-pool', 'process-per-task'] as const).map((executor) => ({
      executor,
      reason: 'Its inputs cannot cross.',
      remedy: 'Make the inputs plain data.',
    }));
    const { configurations, skipped } = select(request, studied(10, refusals), 'node', 2);
    expect(configurations.map(({ executor }) => executor)).toEqual([
      'event-loop',
      'thread-pool',
      'thread-per-task',
    ]);
    expect(skipped).toEqual(refusals);
  });

  it('leaves out a worker per task when starting them alone would take minutes, and says how to have it', () => {
    const { skipped } = select(request, studied(10_000), 'node', 2);
    expect(skipped.map(({ executor }) => executor)).toEqual(['thread-per-task', 'process-per-task']);
    expect(skipped[1]?.reason).toContain('10000 tasks would take about 500 s a trial, at 100 ms each');
    expect(skipped[1]?.remedy).toContain('--executors process-per-task');
  });

  it('compares the executors of the language of the task', () => {
    const { configurations } = select(request, studied(100), 'python', 2);
    expect(configurations.map(({ executor }) => executor)).toEqual(pythonExecutors);
  });

  it('keeps them when they are asked for, or when there is time', () => {
    const asked = select({ ...request, executors: ['process-per-task'] }, studied(10_000), 'node', 2);
    expect(asked).toMatchObject({
      configurations: [{ executor: 'process-per-task', workers: 2 }],
      skipped: [],
    });
    const patient = select({ ...request, budget: asNanoseconds(3600e9) }, studied(10_000), 'node', 2);
    expect(patient.skipped).toEqual([]);
  });
});
