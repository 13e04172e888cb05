import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinities, interleave } from '../../src/shared/experiment.ts';
import { nodeExecutors } from '../../src/shared/executors.ts';

const points = fc.uniqueArray(
  fc.record({ executor: fc.constantFrom(...nodeExecutors), workers: fc.integer({ min: 1, max: 64 }) }),
  { selector: ({ executor, workers }) => `${executor} ${workers}`, maxLength: 6 },
);

describe('interleaving', () => {
  it('runs A B C A B C, and never A A B B C C', () => {
    const plan = interleave(
      [
        { executor: 'event-loop', workers: 1 },
        { executor: 'thread-pool', workers: 2 },
        { executor: 'process-pool', workers: 2 },
      ],
      2,
    );
    expect(plan.map(({ executor, repeat }) => `${executor} ${repeat}`)).toEqual([
      'event-loop 1',
      'thread-pool 1',
      'process-pool 1',
      'event-loop 2',
      'thread-pool 2',
      'process-pool 2',
    ]);
  });

  it('has every configuration once in every round', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 5 }), (given, repeats) => {
        const plan = interleave(given, repeats);
        expect(plan).toHaveLength(given.length * repeats);
        for (const [at, { repeat, ...point }] of plan.entries()) {
          expect(point).toEqual(given[at % given.length]);
          expect(repeat).toBe(Math.floor(at / given.length) + 1);
        }
      }),
    );
  });
});

describe('affinities', () => {
  const pool = { executor: 'thread-pool', workers: 5 } as const;

  it('put each worker on its own core, in turn', () => {
    expect(affinities(pool, 'each', [4, 6])).toEqual([[4], [6], [4], [6], [4]]);
  });

  it('put all workers on the set, or nowhere', () => {
    expect(affinities(pool, 'set', [4, 6])).toEqual(Array.from({ length: 5 }, () => [4, 6]));
    expect(affinities(pool, 'none', [4, 6])).toEqual(Array.from({ length: 5 }, () => null));
  });

  it('have one lane only on an event loop, whose thread shares all cores with those that help it', () => {
    expect(affinities({ executor: 'event-loop', workers: 100 }, 'each', [4, 6])).toEqual([[4, 6]]);
  });
});
