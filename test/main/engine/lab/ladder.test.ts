import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ladderAsAsked, ladderOf, type LadderConditions } from '../../../../src/main/engine/lab/ladder.ts';
import { tasksForTrial } from '../../../../src/main/engine/lab/trial-size.ts';
import { allExecutors, type Executor } from '../../../../src/shared/executors.ts';

const conditions = (onCpuShare: number, more: Partial<LadderConditions> = {}): LadderConditions => ({
  nature: {
    taskNs: 20e6,
    onCpuShare,
    loopShare: onCpuShare,
    interleaves: true,
    threadStartNs: 20e6,
    processStartNs: 50e6,
  },
  cores: 2,
  tasks: 2000,
  longestTrialNs: 60e9,
  ...more,
});

describe('the worker counts that are tried', () => {
  it('go to twice the cores for a task that computes', () => {
    expect(ladderOf('thread-pool', conditions(1))).toMatchObject({ anchor: 2, counts: [1, 2, 3, 4] });
    expect(ladderOf('process-pool', conditions(1, { cores: 6 }))).toMatchObject({ anchor: 6 });
    const { counts, between } = ladderOf('thread-pool', conditions(1, { cores: 6 }));
    expect([...counts, ...between].sort((a, b) => a - b)).toEqual([1, 2, 4, 6, 8, 12]);
  });

  it('go to 64 for a task that waits, the ones between only beside the best', () => {
    const { anchor, counts, between } = ladderOf('thread-pool', conditions(0.01));
    expect(anchor).toBe(32);
    expect(counts).toEqual([1, 2, 8, 32, 64]);
    expect(between).toEqual([4, 16]);
  });

  it('go to 256 threads, and no more processes, where threads start at once', () => {
    const { nature } = conditions(0.01);
    const light = conditions(0.01, { nature: { ...nature, threadStartNs: 100e3 } });
    const highest = (executor: Executor) => Math.max(...ladderOf(executor, light).counts);
    expect(ladderOf('concurrent.futures.ThreadPoolExecutor', light).anchor).toBe(128);
    expect(highest('concurrent.futures.ThreadPoolExecutor')).toBe(256);
    expect(highest('threading.Thread')).toBe(256);
    expect(highest('multiprocessing.pool.Pool')).toBe(64);
  });

  it('are numbers of tasks in flight on a loop: up to 1,000 when they wait, one when they compute or hold it', () => {
    expect(ladderOf('asyncio', conditions(0.01)).counts).toEqual([1, 10, 100, 1000]);
    expect(ladderOf('event-loop', conditions(1)).counts).toEqual([1]);
    const { nature } = conditions(0.01);
    const holding = conditions(0.01, { nature: { ...nature, interleaves: false } });
    expect(ladderOf('event-loop', holding).counts).toEqual([1]);
  });

  it('are enough in flight for every core when other threads compute for the loop', () => {
    const { nature } = conditions(1);
    const helped = { nature: { ...nature, loopShare: 0.02 } };
    expect(ladderOf('event-loop', conditions(1, helped))).toMatchObject({ anchor: 10, counts: [1, 10] });
    expect(ladderOf('asyncio', conditions(1, { ...helped, cores: 16 }))).toMatchObject({ anchor: 32 });
    expect(ladderOf('event-loop', conditions(1, { nature: { ...nature, loopShare: null } })).counts).toEqual([
      1,
    ]);
  });

  it('go up on a loop before anything is repeated for a task that waits, and begin with one Python thread for one that computes', () => {
    const threads = 'concurrent.futures.ThreadPoolExecutor';
    expect(ladderOf('asyncio', conditions(0.02)).early).toEqual([1000]);
    expect(ladderOf('event-loop', conditions(0.02, { tasks: 600 }))).toMatchObject({
      anchor: 600,
      early: [],
    });
    expect(ladderOf('asyncio', conditions(0.5)).early).toEqual([]);
    expect(ladderOf('thread-pool', conditions(0.02)).early).toEqual([]);
    expect(ladderOf(threads, conditions(1)).early).toEqual([1]);
    expect(ladderOf(threads, conditions(0.02))).toMatchObject({ early: [], asked: [1] });
  });

  it('are no more than there are tasks', () => {
    expect(ladderOf('event-loop', conditions(0.01, { tasks: 48 })).counts).toEqual([1, 10, 48]);
    expect(ladderOf('event-loop', conditions(0.01, { tasks: 120 })).counts).toEqual([1, 10, 120]);
    expect(ladderOf('event-loop', conditions(0.01, { tasks: 1 })).counts).toEqual([1]);
    expect(Math.max(...ladderOf('thread-pool', conditions(0.01, { tasks: 48 })).counts)).toBe(48);
  });

  it('leave out those with which a trial would take too long, and those that take too long to start', () => {
    const hurried = ladderOf('thread-pool', conditions(0.01, { longestTrialNs: 4e9 }));
    expect([...hurried.counts, ...hurried.between]).not.toContain(8);
    expect(hurried.counts).toContain(32);
    const { nature } = conditions(0.01);
    const slow = conditions(0.01, { nature: { ...nature, processStartNs: 1e9 } });
    expect(Math.max(...ladderOf('process-pool', slow).counts)).toBeLessThanOrEqual(5);
  });

  it('are those asked for, beginning beside the number of cores', () => {
    expect(ladderAsAsked('thread-pool', [16, 1, 4], 6)).toMatchObject({ anchor: 4, counts: [1, 4, 16] });
  });

  it('always begin with one of them, and are whole, ascending and without doubles', () => {
    const any = fc.record({
      executor: fc.constantFrom(...allExecutors),
      cores: fc.integer({ min: 1, max: 256 }),
      tasks: fc.option(fc.integer({ min: 1, max: 1e6 })),
      onCpuShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      loopShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      taskNs: fc.option(fc.double({ min: 1, max: 1e11, noNaN: true })),
      interleaves: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ executor, cores, tasks, ...task }) => {
        const nature = { ...task, threadStartNs: 30e6, processStartNs: 80e6 };
        const { anchor, counts, between } = ladderOf(executor, { nature, cores, tasks, longestTrialNs: 6e9 });
        expect(counts).toContain(anchor);
        for (const all of [counts, between]) {
          expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
          expect(all.every((count) => Number.isInteger(count) && count >= 1)).toBe(true);
        }
        expect(counts.filter((count) => between.includes(count))).toEqual([]);
      }),
    );
  });
});

describe('the number of tasks of a trial', () => {
  const { nature } = conditions(1);

  it('is what takes most of a second, first by the task alone and then by what was measured', () => {
    const brief = { ...nature, taskNs: 100e3 };
    expect(tasksForTrial({ executor: 'thread-pool', workers: 2 }, null, brief, 2)).toBe(12_000);
    expect(tasksForTrial({ executor: 'thread-pool', workers: 2 }, 5000, brief, 2)).toBe(4000);
  });

  it('is more for tasks so brief that a trial would else be over in no time, once that was measured', () => {
    const brief = { ...nature, taskNs: 1000 };
    const loop = { executor: 'event-loop', workers: 1 } as const;
    expect(tasksForTrial(loop, null, brief, 2)).toBe(20_000);
    expect(tasksForTrial(loop, 50_000, brief, 2)).toBe(20_000);
    expect(tasksForTrial(loop, 300_000, brief, 2)).toBe(75_000);
    expect(tasksForTrial(loop, 5e6, brief, 2)).toBe(100_000);
  });

  it('counts the start of a worker where every task has its own', () => {
    expect(
      tasksForTrial({ executor: 'thread-per-task', workers: 2 }, null, { ...nature, taskNs: 100e3 }, 2),
    ).toBeLessThan(100);
  });

  it('keeps every worker busy, is small for long tasks and never more than a session can hold', () => {
    expect(tasksForTrial({ executor: 'event-loop', workers: 1000 }, null, conditions(0).nature, 2)).toBe(
      20_000,
    );
    expect(tasksForTrial({ executor: 'thread-pool', workers: 2 }, null, { ...nature, taskNs: 1e9 }, 2)).toBe(
      6,
    );
    expect(tasksForTrial({ executor: 'event-loop', workers: 1 }, null, { ...nature, taskNs: 20 }, 2)).toBe(
      20_000,
    );
  });
});
