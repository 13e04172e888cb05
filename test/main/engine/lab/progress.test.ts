import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabClock } from '../../../../src/main/engine/lab/progress.ts';
import { interleave } from '../../../../src/shared/experiment.ts';

const points = [
  { executor: 'event-loop', workers: 1 },
  { executor: 'thread-pool', workers: 2 },
  { executor: 'process-pool', workers: 2 },
] as const;

describe('time left', () => {
  it('is not known before the first trial has ended', () => {
    const clock = new LabClock(interleave(points, 2));
    expect(clock.estimate(0.9).secondsLeft).toBeNull();
  });

  it('is what each configuration took, once each has run', () => {
    const plan = interleave(points, 2);
    const clock = new LabClock(plan);
    for (const [at, seconds] of [1, 2, 3].entries()) {
      const trial = plan[at];
      if (trial !== undefined) clock.trialEnded(trial, seconds * 1000);
    }
    expect(clock.estimate(0)).toEqual({ fraction: 0.5, secondsLeft: 6 });
    expect(clock.estimate(0.5)).toEqual({ fraction: 0.5 + 0.5 / 12, secondsLeft: 5.5 });
  });

  it('ends with nothing left, also when trials were dropped', () => {
    const plan = interleave(points, 2);
    const clock = new LabClock(plan);
    for (const [at, trial] of plan.entries()) {
      if (at % 2 === 0) clock.trialEnded(trial, 100);
      else clock.trialDropped();
    }
    expect(clock.estimate(0)).toEqual({ fraction: 1, secondsLeft: 0 });
  });

  it('has a share between 0 and 1 that never falls within a trial, and is never NaN', () => {
    const tookMs = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(tookMs, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (took, shares) => {
        const plan = interleave(points, 2);
        const clock = new LabClock(plan);
        for (const [at, ms] of took.entries()) {
          let last = 0;
          for (const share of [0, ...shares.toSorted((a, b) => a - b), 1]) {
            const { fraction, secondsLeft } = clock.estimate(share);
            expect(fraction).toBeGreaterThanOrEqual(last);
            expect(fraction).toBeLessThanOrEqual(1);
            if (at === 0) expect(secondsLeft).toBeNull();
            else expect(secondsLeft).toBeGreaterThanOrEqual(0);
            last = fraction;
          }
          const trial = plan[at];
          if (trial !== undefined) clock.trialEnded(trial, ms);
        }
      }),
    );
  });
});
