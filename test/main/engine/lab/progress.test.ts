import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabClock } from '../../../../src/main/engine/lab/progress.ts';
import { interleave } from '../../../../src/shared/experiment.ts';

const points = [
  { executor: 'event-loop', workers: 1 },
  { executor: 'thread-pool', workers: 2 },
  { executor: 'process-pool', workers: 2 },
] as const;
const plan = interleave(points, 2);
/** What lies ahead when so many trials of the plan have ended. */
const after = (ended: number) => ({ upcoming: plan.slice(ended), limitMs: null });

describe('time left', () => {
  it('is not known before the first trial has ended', () => {
    expect(new LabClock().estimate(after(0), 0.9).secondsLeft).toBeNull();
  });

  it('is what each configuration took, once each has run', () => {
    const clock = new LabClock();
    for (const [at, seconds] of [1, 2, 3].entries()) {
      const trial = plan[at];
      if (trial !== undefined) clock.trialEnded(trial, seconds * 1000);
    }
    expect(clock.estimate(after(3), 0)).toEqual({ fraction: 0.5, secondsLeft: 6 });
    expect(clock.estimate(after(3), 0.5)).toEqual({ fraction: 0.5 + 0.5 / 12, secondsLeft: 5.5 });
  });

  it('is no more than the budget leaves', () => {
    const clock = new LabClock();
    clock.trialEnded({ ...points[0], repeat: 1 }, 8000);
    expect(clock.estimate({ ...after(1), limitMs: 10_000 }, 0)).toEqual({ fraction: 0.8, secondsLeft: 2 });
  });

  it('ends with nothing left, however many trials were left out', () => {
    const clock = new LabClock();
    clock.trialEnded({ ...points[0], repeat: 1 }, 100);
    expect(clock.estimate({ upcoming: [], limitMs: null }, 0)).toEqual({ fraction: 1, secondsLeft: 0 });
  });

  it('has a share between 0 and 1 that never falls, also when the plan grows, and is never NaN', () => {
    const took = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 });
    const ahead = fc.array(fc.nat(6), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(took, ahead, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (ms, left, shares) => {
        const clock = new LabClock();
        let last = 0;
        for (const [at, tookMs] of ms.entries()) {
          const upcoming = Array.from({ length: left[at] ?? 0 }, () => ({ ...points[1], repeat: 1 }));
          for (const share of [0, ...shares.toSorted((a, b) => a - b), 1]) {
            const { fraction, secondsLeft } = clock.estimate({ upcoming, limitMs: null }, share);
            expect(fraction).toBeGreaterThanOrEqual(last);
            expect(fraction).toBeLessThanOrEqual(1);
            if (at === 0) expect(secondsLeft).toBeNull();
            else expect(secondsLeft).toBeGreaterThanOrEqual(0);
            last = fraction;
          }
          clock.trialEnded({ ...points[1], repeat: at + 1 }, tookMs);
        }
      }),
    );
  });
});
