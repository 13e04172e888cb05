import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurations, interleave } from '../../../../src/shared/experiment.ts';
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
    const plan = planTrials({ ...emptyDraft, workers: [1, 2] }, limits, 16);
    expect(describePlan(plan)).toBe('5 executors × 2 worker counts × 3 repeats = 30 trials');
  });

  it('is told in the singular, too', () => {
    const draft = { ...emptyDraft, executors: ['event-loop'] as const, repeat: 1 };
    expect(describePlan(planTrials(draft, limits, 16))).toBe(
      '1 executor × 1 worker count × 1 repeat = 1 trial',
    );
  });

  it('counts only executors that can run the task', () => {
    const blocked = {
      ...limits,
      refusals: nodeExecutors.slice(1).map((executor) => ({ executor, reason: 'a socket', remedy: 'none' })),
    };
    expect(planTrials(emptyDraft, blocked, 16)).toMatchObject({ executors: 1, trials: 3 });
  });

  it('is what the engine will plan', () => {
    fc.assert(
      fc.property(
        fc.subarray([...nodeExecutors], { minLength: 1 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 64 })),
        fc.integer({ min: 1, max: 9 }),
        (executors, workers, repeat) => {
          const draft = { ...emptyDraft, executors, workers, repeat };
          const order = orderOf('/a.mjs', draft, limits);
          const planned = interleave(
            configurations(order.executors ?? nodeExecutors, order.workers, 2, 16),
            repeat,
          );
          expect(planTrials(draft, limits, 16).trials).toBe(planned.length);
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
