import { describe, expect, it } from 'vitest';
import type { TaskEvidence } from '../../../../../../src/main/engine/advice/findings/evidence.ts';
import { imbalance } from '../../../../../../src/main/engine/advice/findings/imbalance.ts';
import { TimeBuckets } from '../../../../../../src/main/engine/advice/findings/time-buckets.ts';
import { tinyTasks } from '../../../../../../src/main/engine/advice/findings/tiny-tasks.ts';
import { nestedPools } from '../../../../../../src/main/engine/advice/findings/traced/nested-pools.ts';
import { pickleBound } from '../../../../../../src/main/engine/advice/findings/traced/pickle-bound.ts';
import { poolIdle } from '../../../../../../src/main/engine/advice/findings/traced/pool-idle.ts';
import { mostAtOnce } from '../../../../../../src/main/engine/advice/findings/traced/pool-tally.ts';
import { poolTooLarge } from '../../../../../../src/main/engine/advice/findings/traced/pool-too-large.ts';
import type { PoolEvidence } from '../../../../../../src/main/engine/advice/findings/traced/traced-evidence.ts';
import type { Finding } from '../../../../../../src/shared/lab-report.ts';
import { evidenceOf, judged, ms, poolOf, poolRow, siteOf, workOf } from './evidence-parts.ts';

describe('pickle-bound', () => {
  const moved = {
    tasks: 10,
    runNs: ms(90),
    argumentNs: ms(80),
    resultNs: ms(20),
    argumentBytes: 50e6,
    resultBytes: 1e3,
  };
  const moving = (parts: Partial<typeof moved> = {}): Finding | null =>
    judged(pickleBound, { pools: [poolOf({ moved: { ...moved, ...parts } })] });

  it('compares pickling with the work', () => {
    const finding = moving();
    expect(finding?.title).toBe(
      'Pickling 50 MB took ProcessPoolExecutor-0 100 ms, running its tasks 90.0 ms.',
    );
    expect(finding?.evidence).toMatchObject({ pickling_ms: 100, run_ms: 90, argument_bytes: 50e6 });
    expect(finding?.remedy).toMatch(/^Hand over less at main\.py:12: /);
    expect(moving({ argumentNs: ms(10), resultNs: ms(90) })?.remedy).toMatch(/^Return less /);
  });

  it('says nothing when the work takes longer, or all of it is little', () => {
    expect(moving({ runNs: ms(101) })).toBeNull();
    expect(moving({ argumentNs: ms(20), resultNs: ms(20), runNs: ms(1) })).toBeNull();
  });
});

const idle = (parts: Partial<PoolEvidence> = {}): Finding | null =>
  judged(poolIdle, { pools: [poolOf({ started: 8, busiest: 2, runNs: ms(800), ...parts })] });

describe('pool-idle', () => {
  it('finds workers that were started and never needed', () => {
    const finding = idle();
    expect(finding?.title).toBe(
      'Of 8 workers that ProcessPoolExecutor-0 started, at most 2 had something to do at a time.',
    );
    expect(finding?.evidence).toMatchObject({ workers: 8, busy_at_most: 2, busy_share: 0.1 });
    expect(finding?.remedy).toMatch(/^Give it 2 workers, or more work at a time at main\.py:12: /);
  });

  it('finds a pool that was given nothing', () => {
    const finding = idle({
      busiest: 0,
      tasks: 0,
      runNs: 0,
      mainSite: null,
      from: Number.NaN,
      to: Number.NaN,
    });
    expect(finding?.title).toBe('None of the 8 workers of ProcessPoolExecutor-0 had anything to do.');
    expect(finding?.range_ms).toEqual([0, 1000]);
  });

  it('says nothing of a small reserve, of workers that were busy once, and of tasks that are awaited one by one', () => {
    expect(idle({ busiest: 5 })).toBeNull();
    expect(idle({ started: 2, busiest: 1 })).toBeNull();
    const flight = { tasks: 10, overlapping: 0, inFlightNs: ms(900), from: 0, to: ms(1_000) };
    expect(idle({ busiest: 1, flight })).toBeNull();
    expect(idle({ busiest: 1, flight: { ...flight, inFlightNs: ms(300) } })).not.toBeNull();
  });
});

const large = (parts: Partial<PoolEvidence> = {}): Finding | null =>
  judged(poolTooLarge, { pools: [poolOf({ started: 4, work: workOf(4, 2), ...parts })] });

describe('pool-too-large', () => {
  it('names the pool, and as many workers as there are cores', () => {
    const finding = large();
    expect(finding?.title).toBe(
      'The 4 workers of ProcessPoolExecutor-0 compute on 2 cores; they waited 2.00 s for one.',
    );
    expect(finding?.evidence).toMatchObject({
      workers: 4,
      right_size: 2,
      runnable_mean: 4,
      share_of_time: 1,
    });
    expect(finding?.remedy).toContain('Give it 2 workers instead of 4');
  });

  it('says nothing of workers that wait for something else, of as many as cores, and of a moment', () => {
    expect(large({ work: workOf(2.9, 2) })).toBeNull();
    expect(large({ started: 2, work: workOf(2, 1) })).toBeNull();
    expect(large({ work: { ...workOf(4, 2, 0, 150), to: ms(1_000) } })).toBeNull();
    expect(large({ work: null })).toBeNull();
  });
});

describe('nested-pools', () => {
  const inner = [2, 3].map((number) =>
    poolOf({ row: poolRow({ number, name: `Pool-${number}` }), started: 4, work: workOf(4, 1) }),
  );
  const outerPool = poolOf({ started: 2 });
  const nesting = { outer: siteOf(), outerPool, inner, work: workOf(8, 2) };

  it('finds tasks that use pools of their own, and adds up their workers', () => {
    const finding = judged(nestedPools, { nestings: [nesting] });
    expect(finding?.title).toBe(
      'Tasks of render used 2 pools of their own: 8.0 workers at a time wanted 2 cores.',
    );
    expect(finding?.evidence).toMatchObject({
      outer_pool: 'ProcessPoolExecutor-0',
      outer_workers: 2,
      inner_pools: 2,
      inner_workers: 8,
      runnable_mean: 8,
    });
    expect(finding?.remedy).toContain('let render (render.py:3) do its part itself');
  });

  it('says nothing of a pool that all tasks share, and of inner pools that leave the cores enough', () => {
    expect(judged(nestedPools, { nestings: [{ ...nesting, inner: inner.slice(1) }] })).toBeNull();
    expect(judged(nestedPools, { nestings: [{ ...nesting, work: workOf(2, 1.5) }] })).toBeNull();
  });

  it('is not told of each inner pool again', () => {
    expect(judged(poolTooLarge, { nestings: [nesting], pools: [outerPool, ...inner] })).toBeNull();
    expect(judged(poolTooLarge, { pools: [outerPool, ...inner] })).not.toBeNull();
  });
});

const lane = (number: number, lastEndMs: number) => ({
  lane: number,
  tasks: 5,
  busySince: 0,
  lastEnd: ms(lastEndMs),
  lastTask: number,
});

const lanes = (...ends: readonly number[]): TaskEvidence => ({
  count: 10,
  runNs: ms(1_000),
  gapNs: 0,
  gaps: 8,
  lanes: ends.map((end, number) => lane(number, end)),
});

describe('findings of labs, in the pools of a program', () => {
  it('one worker of a pool that holds the end is told of with the pool', () => {
    const finding = judged(imbalance, { pools: [poolOf({ handedOver: lanes(900, 400) })] });
    expect(finding?.title).toBe(
      'For the last 50 % of the time (500 ms) only one of 2 workers was busy: one of ProcessPoolExecutor-0.',
    );
    expect(finding?.evidence).toMatchObject({ pool: 'ProcessPoolExecutor-0', callable: 'render' });
  });

  it('threads that ran no task are no workers, in a program of which tasks are known', () => {
    const working = new TimeBuckets({ from: 0, widthNs: ms(10), count: 100 });
    working.add(0, ms(900));
    const threads = [400, 900].map((lastMs, thread) => ({
      row: { thread, pid: 100, tid: 100 + thread, name: 'python3', workload: true },
      workNs: ms(lastMs),
      lastNs: ms(lastMs),
      working,
    }));
    const holding = (solo: readonly number[], hasTasks: boolean) => {
      const evidence = evidenceOf({ soloThreads: new Set(solo), hasTasks });
      return imbalance({ ...evidence, threads });
    };
    expect(holding([], true)).toBeNull();
    expect(holding([0], true)).toBeNull();
    expect(holding([0, 1], true)).not.toBeNull();
    expect(holding([], false)).not.toBeNull();
  });

  it('a pool that ends when another goes on holds up nobody', () => {
    const pools = [poolOf({ handedOver: lanes(300, 310) }), poolOf({ handedOver: lanes(900, 910) })];
    expect(judged(imbalance, { pools })).toBeNull();
  });

  const tiny: TaskEvidence = { count: 1_000, runNs: ms(2), gapNs: ms(100), gaps: 900, lanes: [] };
  const handing = (parts: Partial<TaskEvidence> = {}, work: PoolEvidence['work'] = null): Finding | null =>
    judged(tinyTasks, { pools: [poolOf({ handedOver: { ...tiny, ...parts }, work })] });

  it('tasks of a pool that are smaller than handing them over are told of with the pool and the line', () => {
    const finding = handing();
    expect(finding?.title).toBe(
      'Handing over a task of ProcessPoolExecutor-0 takes 111 µs, the task itself 2.00 µs.',
    );
    expect(finding?.remedy).toContain('at main.py:12 (map takes a chunksize)');
  });

  it('what is little in all, what tracing adds, and what workers wait for a core are no handing over', () => {
    expect(handing({ gapNs: ms(45) })).toBeNull();
    expect(handing({ gapNs: ms(80), gaps: 9_000 })).toBeNull();
    expect(handing({}, workOf(0.1, 0.01))).toBeNull();
    expect(handing({ gaps: 99 })).toBeNull();
  });
});

describe('the most tasks at once', () => {
  it('does not count one that begins when another ends', () => {
    expect(mostAtOnce([0, 10, 20], [10, 20, 30])).toBe(1);
    expect(mostAtOnce([20, 0, 5], [30, 10, 25])).toBe(2);
    expect(mostAtOnce([], [])).toBe(0);
  });
});
