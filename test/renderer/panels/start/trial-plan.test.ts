import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ladderAsAsked } from '../../../../src/main/engine/lab/ladder.ts';
import { interleave } from '../../../../src/shared/experiment.ts';
import { nodeExecutors } from '../../../../src/shared/executors.ts';
import { emptyDraft, orderOf, type DraftLimits } from '../../../../src/renderer/panels/start/lab-draft.ts';
import {
  describePlan,
  planTrials,
  suggestWorkerCounts,
} from '../../../../src/renderer/panels/start/trial-plan.ts';

const limits: DraftLimits = { language: 'node', refusals: [], cores: [0, 1] };

describe('the number of trials', () => {
  it('is told with what it comes from', () => {
    const plan = planTrials({ ...emptyDraft, workers: [1, 2], repeat: 3 }, limits);
    expect(describePlan(plan)).toBe('5 executors × 2 worker counts × 3 repeats = 30 trials');
  });

  it('is told in the singular, too', () => {
    const draft = { ...emptyDraft, executors: ['event-loop'] as const, workers: [4], repeat: 1 };
    expect(describePlan(planTrials(draft, limits))).toBe('1 executor × 1 worker count × 1 repeat = 1 trial');
  });

  it('counts only executors that can run the task', () => {
    const blocked = {
      ...limits,
      refusals: nodeExecutors.slice(1).map((executor) => ({ executor, reason: 'a socket', remedy: 'none' })),
    };
    expect(planTrials({ ...emptyDraft, workers: [2], repeat: 3 }, blocked)).toMatchObject({
      executors: 1,
      trials: 3,
    });
  });

  it('is a guess while the lab chooses counts or repeats, and the time is told', () => {
    expect(describePlan(planTrials(emptyDraft, limits))).toBe('5 executors: about 27 trials, up to 60 s');
    expect(describePlan(planTrials({ ...emptyDraft, budget: '10s' }, limits))).toMatch(/, up to 10 s$/);
    expect(describePlan(planTrials({ ...emptyDraft, repeat: 2 }, limits))).toBe(
      '5 executors: about 36 trials',
    );
  });

  it('is what the engine will plan', () => {
    fc.assert(
      fc.property(
        fc.subarray([...nodeExecutors], { minLength: 1 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (executors, workers, repeat) => {
          const draft = { ...emptyDraft, executors, workers, repeat };
          const order = orderOf('/a.mjs', draft, limits);
          const points = (order.executors ?? nodeExecutors).flatMap((executor) =>
            ladderAsAsked(executor, order.workers ?? [], 2).counts.map((count) => ({
              executor,
              workers: count,
            })),
          );
          expect(planTrials(draft, limits).trials).toBe(interleave(points, repeat).length);
        },
      ),
    );
  });
});

describe('the worker counts on offer', () => {
  it.each([
    [1, [1, 2]],
    [2, [1, 2, 4]],
    [6, [1, 2, 4, 6, 8, 12]],
    [16, [1, 2, 4, 8, 16, 32]],
  ])('for %i cores are %o', (cores, counts) => {
    expect(suggestWorkerCounts(cores)).toEqual(counts);
  });
});
