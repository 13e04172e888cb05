import { describe, expect, it } from 'vitest';
import { select } from '../../../../src/main/engine/lab/selection.ts';
import type { Study } from '../../../../src/main/engine/lab/study.ts';
import type { LabRequest } from '../../../../src/shared/experiment.ts';
import { nodeExecutors } from '../../../../src/shared/lab-report.ts';
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
  out: 'run.corelane',
};

const studied = (
  tasks: number,
  notCloneable: Study['inspection']['notCloneable'] = { threads: null, processes: null },
): Study => ({
  inspection: { name: null, tasks, inputs: tasks, inputsCut: false, notCloneable },
  probe: { runs: 5, failed: 0, wallNs: 1e6, runDelayNs: 0, onCpuNs: 1e6, async: false, threadStartNs: 40e6 },
  notProbed: null,
  processStartNs: 100e6,
});

describe('what a lab compares', () => {
  it('is every executor when all can run', () => {
    const { configurations, skipped } = select(request, studied(100), 2);
    expect(configurations.map(({ executor }) => executor)).toEqual(nodeExecutors);
    expect(skipped).toEqual([]);
  });

  it('leaves out those that the inputs cannot reach, each with a reason and a remedy', () => {
    const { configurations, skipped } = select(
      request,
      studied(10, { threads: null, processes: 'input 0 cannot be copied: it is shared memory' }),
      2,
    );
    expect(configurations.map(({ executor }) => executor)).toEqual([
      'event-loop',
      'thread-pool',
      'thread-per-task',
    ]);
    expect(skipped.map(({ executor }) => executor)).toEqual(['process-pool', 'process-per-task']);
    for (const { reason, remedy } of skipped) {
      expect(reason).toBe(
        'Its inputs cannot cross to another process: input 0 cannot be copied: it is shared memory.',
      );
      expect(remedy).toMatch(/plain data/);
    }
  });

  it('leaves out a worker per task when starting them alone would take minutes, and says how to have it', () => {
    const { skipped } = select(request, studied(10_000), 2);
    expect(skipped.map(({ executor }) => executor)).toEqual(['thread-per-task', 'process-per-task']);
    expect(skipped[1]?.reason).toContain('10000 tasks would take about 500 s a trial, at 100 ms each');
    expect(skipped[1]?.remedy).toContain('--executors process-per-task');
  });

  it('keeps them when they are asked for, or when there is time', () => {
    const asked = select({ ...request, executors: ['process-per-task'] }, studied(10_000), 2);
    expect(asked).toMatchObject({
      configurations: [{ executor: 'process-per-task', workers: 2 }],
      skipped: [],
    });
    const patient = select({ ...request, budget: asNanoseconds(3600e9) }, studied(10_000), 2);
    expect(patient.skipped).toEqual([]);
  });
});
