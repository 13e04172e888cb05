import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ladder } from '../../../../src/main/engine/lab/ladder.ts';
import { fixedSchedule, keyOf, type EndedTrial } from '../../../../src/main/engine/lab/schedule.ts';
import { sweep } from '../../../../src/main/engine/lab/sweep.ts';
import type { Executor } from '../../../../src/shared/executors.ts';
import { interleave, type Configuration, type PlannedTrial } from '../../../../src/shared/experiment.ts';
import { seededRandom } from '../../../../src/shared/random.ts';
import { trialOf } from '../advice/trials.ts';

/** A machine on which a trial takes a second, unless it is said to take longer. */
interface SimulatedMachine {
  readonly throughput: (configuration: Configuration) => number;
  readonly noise?: number;
  readonly seed?: number;
  readonly tookMs?: (configuration: Configuration) => number;
  readonly dies?: (configuration: Configuration) => boolean;
  /** Of the hundred tasks of a trial. */
  readonly failed?: (configuration: Configuration) => number;
}

const ladders: readonly Ladder[] = [
  { executor: 'event-loop', anchor: 1, counts: [1], between: [], asked: [], early: [] },
  { executor: 'thread-pool', anchor: 2, counts: [1, 2, 3, 4], between: [], asked: [], early: [] },
  { executor: 'process-pool', anchor: 2, counts: [1, 2, 3, 4], between: [], asked: [], early: [] },
];

function simulate(
  {
    throughput,
    noise = 0.01,
    seed = 1,
    tookMs = () => 1000,
    dies = () => false,
    failed = () => 0,
  }: SimulatedMachine,
  { budgetMs = 60_000, given = ladders } = {},
) {
  const schedule = sweep({ ladders: given, objective: 'throughput', budgetMs, reserveShare: 0 });
  const random = seededRandom(seed);
  const ended: EndedTrial[] = [];
  let elapsedMs = 0;
  const forecasts: number[] = [];
  for (;;) {
    const planned = schedule.next({ ended, elapsedMs });
    forecasts.push(schedule.upcoming({ ended, elapsedMs }).length);
    if (planned === null) break;
    const died = dies(planned);
    const perSecond = throughput(planned) * (1 + noise * (random() * 2 - 1));
    const report = trialOf(planned.executor, perSecond, {
      workers: planned.workers,
      complete: !died,
      failed: failed(planned),
    });
    ended.push({ planned, report, tookMs: tookMs(planned), repeatable: !died });
    elapsedMs += tookMs(planned);
    if (ended.length > 500) throw new Error('it does not end');
  }
  const trialsOf = (configuration: Configuration): number =>
    ended.filter(({ planned }) => keyOf(planned) === keyOf(configuration)).length;
  return {
    plan: ended.map(({ planned }) => planned),
    elapsedMs,
    forecasts,
    trialsOf,
    cut: schedule.isCutShort({ ended, elapsedMs }),
  };
}

const oneCount = (executor: Executor, anchor: number): Ladder => ({
  executor,
  anchor,
  counts: [anchor],
  between: [],
  asked: [],
  early: [],
});
const oneCountEach = [oneCount('event-loop', 1), oneCount('thread-pool', 2), oneCount('process-pool', 2)];

const longInThreads = ({ executor }: Configuration): number => (executor === 'thread-pool' ? 4000 : 500);

/** Threads scale to two, processes nearly so, the loop not at all. */
const cpuTask = ({ executor, workers }: Configuration): number =>
  executor === 'event-loop' ? 100 : Math.min(workers, 2) * (executor === 'thread-pool' ? 98 : 90);

const peakAtFour = ({ workers }: Configuration): number => 100 - Math.abs(Math.log2(workers / 4)) * 20;

describe('the adaptive plan', () => {
  it('begins with each executor where its best is most likely, repeats the leaders, then tries other counts, in rounds of all', () => {
    const { plan } = simulate({ throughput: cpuTask, noise: 0.05 });
    expect(plan.slice(0, 3).map(keyOf)).toEqual(['event-loop 1', 'thread-pool 2', 'process-pool 2']);
    const round = ['thread-pool 2', 'process-pool 2'];
    expect(plan.slice(3, 7).map(keyOf).sort()).toEqual([...round, ...round].sort());
    expect(plan.slice(3, 7).map(({ repeat }) => repeat)).toEqual([2, 2, 3, 3]);
    expect(plan.slice(7, 8).map(keyOf)).toEqual(['thread-pool 3']);
  });

  it('spends a small budget on three trials of each executor that may be the best, none on those that lag', () => {
    const { plan, trialsOf } = simulate({ throughput: cpuTask, noise: 0.05 }, { budgetMs: 7000 });
    expect(plan).toHaveLength(7);
    expect(trialsOf({ executor: 'event-loop', workers: 1 })).toBe(1);
    expect(trialsOf({ executor: 'thread-pool', workers: 2 })).toBe(3);
    expect(trialsOf({ executor: 'process-pool', workers: 2 })).toBe(3);
  });

  it('finds out by repeats that a first figure was a lucky one, and then looks at the others again', () => {
    let first = true;
    const lucky = ({ executor }: Configuration): number => {
      if (executor !== 'process-pool') return executor === 'event-loop' ? 60 : 140;
      const figure = first ? 425 : 120;
      first = false;
      return figure;
    };
    const { plan, trialsOf } = simulate({ throughput: lucky }, { given: oneCountEach, budgetMs: 8000 });
    expect(plan.slice(3, 5).map(keyOf)).toEqual(['process-pool 2', 'process-pool 2']);
    expect(trialsOf({ executor: 'thread-pool', workers: 2 })).toBe(3);
  });

  it('tries more in flight on a loop before it repeats anything, where the ladder says so', () => {
    const given: readonly Ladder[] = [
      {
        executor: 'asyncio',
        anchor: 100,
        counts: [1, 10, 100, 600],
        between: [],
        asked: [],
        early: [600],
      },
      oneCount('threading.Thread', 32),
      oneCount('multiprocessing.Process', 8),
    ];
    const { plan } = simulate({ throughput: ({ workers }) => workers * 10 }, { given, budgetMs: 7000 });
    expect(plan.slice(3).map(keyOf)).toEqual(['asyncio 600', 'asyncio 600', 'asyncio 600', 'asyncio 10']);
  });

  it.each([30, 100])(
    'goes down where %d of a hundred tasks fail with so many in flight, and others do not',
    (failures) => {
      const given: readonly Ladder[] = [
        { executor: 'asyncio', anchor: 1000, counts: [1, 10, 100, 1000], between: [], asked: [], early: [] },
        oneCount('threading.Thread', 32),
      ];
      const { plan, trialsOf } = simulate(
        {
          throughput: ({ workers }) => workers * 10,
          failed: ({ workers }) => (workers > 100 ? failures : 0),
        },
        { given, budgetMs: 20_000 },
      );
      expect(plan.slice(0, 2).map(keyOf)).toEqual(['asyncio 1000', 'threading.Thread 32']);
      expect(trialsOf({ executor: 'asyncio', workers: 100 })).toBeGreaterThan(1);
      expect(trialsOf({ executor: 'asyncio', workers: 1000 })).toBe(1);
    },
  );

  it('goes on with what is short when something else would take longer than is left', () => {
    const given: readonly Ladder[] = [
      oneCount('event-loop', 1),
      { ...oneCount('thread-pool', 2), counts: [2, 3], early: [3] },
      oneCount('process-pool', 2),
    ];
    const { plan, trialsOf, cut } = simulate(
      { throughput: cpuTask, tookMs: longInThreads },
      { given, budgetMs: 8000 },
    );
    expect(plan.filter(({ executor }) => executor === 'thread-pool')).toHaveLength(1);
    expect(trialsOf({ executor: 'process-pool', workers: 2 })).toBeGreaterThanOrEqual(3);
    expect(cut).toBe(true);
  });

  it('repeats those that may be the best until their figures are narrow, and gives the others no more', () => {
    const { trialsOf, elapsedMs, cut } = simulate({ throughput: cpuTask });
    expect(trialsOf({ executor: 'event-loop', workers: 1 })).toBeLessThan(3);
    expect(trialsOf({ executor: 'thread-pool', workers: 1 })).toBeLessThan(3);
    expect(trialsOf({ executor: 'thread-pool', workers: 2 })).toBe(3);
    expect(elapsedMs).toBeLessThan(60_000);
    expect(cut).toBe(false);
  });

  it('repeats more where the machine is noisier, ten times at most', () => {
    const { trialsOf } = simulate({ throughput: cpuTask, noise: 0.12 }, { budgetMs: 1e9 });
    expect(trialsOf({ executor: 'thread-pool', workers: 2 })).toBeGreaterThan(3);
    expect(trialsOf({ executor: 'thread-pool', workers: 2 })).toBeLessThanOrEqual(10);
  });

  it('never repeats one configuration before the other contenders have had their turn', () => {
    const { plan } = simulate({ throughput: () => 100, noise: 0.04 }, { given: oneCountEach });
    const repeated = plan.filter(({ repeat }) => repeat > 1);
    for (const [at, { repeat }] of repeated.entries()) {
      expect(repeat).toBeGreaterThanOrEqual(repeated[at - 1]?.repeat ?? 1);
    }
  });

  it('goes up only while more workers still help', () => {
    const tall: readonly Ladder[] = [
      {
        executor: 'thread-pool',
        anchor: 4,
        counts: [1, 4, 8, 16, 32, 64],
        between: [2],
        asked: [],
        early: [],
      },
    ];

    const { plan, trialsOf } = simulate({ throughput: peakAtFour }, { given: tall });
    expect(plan.map(({ workers }) => workers)).not.toContain(32);
    expect(trialsOf({ executor: 'thread-pool', workers: 2 })).toBeGreaterThan(0);
    const rising = simulate({ throughput: ({ workers }) => workers }, { given: tall });
    expect(rising.plan.map(({ workers }) => workers)).toContain(64);
  });

  it('goes down to the nearest count first', () => {
    const given: readonly Ladder[] = [
      { executor: 'asyncio', anchor: 100, counts: [1, 10, 100], between: [], asked: [], early: [] },
    ];
    const { plan } = simulate({ throughput: ({ workers }) => workers }, { given });
    const orderOf = (workers: number): number => plan.findIndex((planned) => planned.workers === workers);
    expect(orderOf(10)).toBeLessThan(orderOf(1));
  });

  it('finds the best also where its executor began badly', () => {
    const given: readonly Ladder[] = [
      { executor: 'event-loop', anchor: 10, counts: [10, 100, 1000], between: [], asked: [], early: [] },
      { executor: 'thread-pool', anchor: 32, counts: [1, 8, 32, 64], between: [], asked: [], early: [] },
    ];
    const { trialsOf } = simulate({ throughput: ({ workers }) => workers * 10 }, { given });
    expect(trialsOf({ executor: 'event-loop', workers: 1000 })).toBeGreaterThanOrEqual(3);
  });

  it('tries what answers a question of its own, however far behind that executor is', () => {
    const threads = 'concurrent.futures.ThreadPoolExecutor';
    const given: readonly Ladder[] = [
      { executor: threads, anchor: 2, counts: [1, 2, 4], between: [], asked: [1], early: [1] },
      {
        executor: 'multiprocessing.pool.Pool',
        anchor: 2,
        counts: [1, 2, 4],
        between: [],
        asked: [],
        early: [],
      },
    ];
    const { trialsOf } = simulate(
      { throughput: ({ executor }) => (executor === threads ? 10 : 100) },
      { given },
    );
    expect(trialsOf({ executor: threads, workers: 1 })).toBe(1);
  });

  it('stays within its budget once each executor has run, and says that it was cut short', () => {
    const { elapsedMs, cut } = simulate({ throughput: () => 100, noise: 0.2 }, { budgetMs: 10_000 });
    expect(elapsedMs).toBeLessThanOrEqual(10_000);
    expect(cut).toBe(true);
  });

  it('runs each executor once however little time there is', () => {
    const { plan } = simulate({ throughput: cpuTask }, { budgetMs: 1 });
    expect(plan.map(({ executor }) => executor)).toEqual(['event-loop', 'thread-pool', 'process-pool']);
  });

  it('does not run again what died', () => {
    const { trialsOf } = simulate({
      throughput: cpuTask,
      dies: ({ executor }) => executor === 'thread-pool',
    });
    expect(trialsOf({ executor: 'thread-pool', workers: 2 })).toBe(1);
    expect(trialsOf({ executor: 'thread-pool', workers: 1 })).toBe(0);
  });

  it('ends on any machine within the budget, and foresees no less than one trial before each', () => {
    const machine = fc.record({
      noise: fc.double({ min: 0, max: 0.9, noNaN: true }),
      seed: fc.nat(),
      scale: fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 12, maxLength: 12 }),
      ms: fc.integer({ min: 50, max: 9000 }),
    });
    fc.assert(
      fc.property(machine, ({ noise, seed, scale, ms }) => {
        const { elapsedMs, forecasts } = simulate({
          throughput: ({ executor, workers }) => scale[(executor.length % 3) * 4 + (workers % 4)] ?? 1,
          noise,
          seed,
          tookMs: () => ms,
        });
        expect(elapsedMs).toBeLessThanOrEqual(Math.max(60_000, 3 * ms));
        expect(forecasts.slice(0, -1).every((count) => count >= 1)).toBe(true);
        expect(forecasts.at(-1)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a fixed plan', () => {
  const plan = interleave(
    [
      { executor: 'event-loop', workers: 1 },
      { executor: 'thread-pool', workers: 2 },
    ],
    2,
  );
  const run = (budgetMs: number | null, died: string | null = null): readonly PlannedTrial[] => {
    const schedule = fixedSchedule(plan, budgetMs);
    const ended: EndedTrial[] = [];
    for (;;) {
      const planned = schedule.next({ ended, elapsedMs: ended.length * 1000 });
      if (planned === null) return ended.map((one) => one.planned);
      const repeatable = keyOf(planned) !== died;
      ended.push({ planned, report: trialOf(planned.executor, 1), tookMs: 1000, repeatable });
    }
  };

  it('is run as it stands', () => {
    expect(run(null)).toEqual(plan);
  });

  it('leaves out further repeats of what died', () => {
    expect(run(null, 'event-loop 1').map(keyOf)).toEqual(['event-loop 1', 'thread-pool 2', 'thread-pool 2']);
  });

  it('is cut short by its budget, but for the first round', () => {
    expect(run(1).map(({ repeat }) => repeat)).toEqual([1, 1]);
  });
});
