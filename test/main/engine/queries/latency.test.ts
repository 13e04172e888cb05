import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyOf } from '../../../../src/main/engine/queries/latency.ts';
import { SessionTasks } from '../../../../src/main/engine/queries/session-tasks.ts';
import { percentiles } from '../../../../src/shared/statistics.ts';
import { taskBatch, trialReport } from '../export/recorded-session.ts';
import type { TaskRow } from '../export/recorded-session.ts';
import { anyTasks, columnsOf } from './any-tasks.ts';

const trials = [
  trialReport('event-loop', 1),
  trialReport('thread-pool', 2),
  trialReport('event-loop', 1, { repeat: 2 }),
];

const tasksOf = (...tasks: readonly TaskRow[]) => new SessionTasks(taskBatch(tasks));

const run = (duration: number, trial = 0) => ({ trial, submit: 0, start: 10, end: 10 + duration });

describe('how long tasks took', () => {
  it('is told per configuration over all its trials, exactly', () => {
    fc.assert(
      fc.property(anyTasks, fc.constantFrom('run' as const, 'queue' as const), (tasks, metric) => {
        const report = latencyOf(new SessionTasks(columnsOf(tasks)), trials, metric);
        const durations = (executor: string): number[] =>
          tasks.flatMap(({ trial, submit, start, end }) => {
            const [from, to] = metric === 'run' ? [start, end] : [submit, start];
            const isOf = trials[trial]?.executor === executor && from !== null && to !== null;
            return isOf ? [to - from] : [];
          });
        const expected = ['event-loop', 'thread-pool'].flatMap((executor) => {
          const values = durations(executor);
          const { p50, p95, p99 } = percentiles(values);
          return values.length === 0
            ? []
            : [
                {
                  executor,
                  tasks: values.length,
                  p50Ns: p50,
                  p95Ns: p95,
                  p99Ns: p99,
                  maxNs: Math.max(...values),
                },
              ];
        });
        expect(report.configurations).toMatchObject(expected);
        expect(report.configurations).toHaveLength(expected.length);
        for (const { counts, tasks: total } of report.configurations) {
          expect(counts).toHaveLength(report.edgesNs.length - 1);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
        }
      }),
    );
  });

  it('is counted in twenty bins a decade that all configurations share', () => {
    const { edgesNs, configurations } = latencyOf(
      tasksOf(run(150), run(1500, 1), run(1500, 1)),
      trials,
      'run',
    );
    expect(edgesNs[0]).toBeLessThanOrEqual(150);
    expect(edgesNs.at(-1)).toBeGreaterThan(1500);
    const ratios = Array.from(edgesNs.slice(1), (edge, bin) => edge / (edgesNs[bin] ?? 0));
    for (const ratio of ratios) expect(ratio).toBeCloseTo(10 ** 0.05);
    const [eventLoop, threadPool] = configurations;
    expect(eventLoop?.counts.indexOf(1)).toBe(0);
    expect(threadPool?.counts.indexOf(2)).toBe(20);
  });

  it('leaves out trials that did not end, and configurations of which nothing is known', () => {
    const report = latencyOf(
      tasksOf(run(150), run(9, 1), { trial: 2, submit: 0, start: null, end: null }),
      [
        trialReport('event-loop', 1),
        trialReport('thread-pool', 2, { complete: false }),
        trialReport('process-pool', 1),
      ],
      'run',
    );
    expect(report.configurations.map(({ executor }) => executor)).toEqual(['event-loop']);
    expect(latencyOf(tasksOf(), trials, 'run')).toEqual({
      metric: 'run',
      edgesNs: new Float64Array(),
      configurations: [],
    });
  });

  it('of no time at all lies in the first bin', () => {
    const { edgesNs, configurations } = latencyOf(tasksOf(run(0), run(2)), trials, 'run');
    expect(edgesNs[0]).toBe(1);
    expect(configurations[0]?.counts[0]).toBe(1);
  });
});
