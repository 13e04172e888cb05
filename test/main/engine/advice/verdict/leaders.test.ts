import { describe, expect, it } from 'vitest';
import { candidatesOf, clearlyBetter } from '../../../../../src/main/engine/advice/verdict/candidates.ts';
import { leadersOf } from '../../../../../src/main/engine/advice/verdict/leaders.ts';
import { seededRandom } from '../../../../../src/shared/random.ts';
import { trialOf } from '../trials.ts';

const wanted = { objective: 'throughput', prefer: null } as const;
const rounds = 300;

/** Repeats of two executors with log-normal noise of 4 %, the second `ahead` times as fast. */
function simulated(seed: number, repeats: number, ahead: number) {
  const random = seededRandom(seed);
  const noise = () =>
    Math.exp(0.04 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
  return Array.from({ length: repeats }, (_, at) => [
    trialOf('event-loop', 100 * noise(), { repeat: at + 1 }),
    trialOf('thread-pool', 100 * ahead * noise(), { repeat: at + 1 }),
  ]).flat();
}

/** Share of rounds in which one of the two is taken for clearly better. */
function decidedShare(repeats: number, ahead: number): number {
  let decided = 0;
  for (let seed = 1; seed <= rounds; seed += 1) {
    const [best, other] = candidatesOf(simulated(seed * 7919, repeats, ahead), 'throughput');
    if (best !== undefined && other !== undefined && clearlyBetter(best, other)) decided += 1;
  }
  return decided / rounds;
}

describe('who leads', () => {
  it.each([3, 4, 5, 8])('is rarely decided between equals, at %i repeats', (repeats) => {
    expect(decidedShare(repeats, 1)).toBeLessThan(0.1);
  });

  it.each([
    [3, 1.25],
    [5, 1.2],
    [8, 1.12],
  ])('is found, at %i repeats, when one is %d times as fast', (repeats, ahead) => {
    expect(decidedShare(repeats, ahead)).toBeGreaterThan(0.9);
  });

  it('is never somebody whose median is more than 8 % behind the best', () => {
    for (let seed = 1; seed <= rounds; seed += 1) {
      const trials = simulated(seed, 3, 1.06);
      const leaders = leadersOf(trials, wanted);
      expect((leaders?.best.score ?? 0) / (leaders?.winner.score ?? 1)).toBeLessThanOrEqual(1.08);
    }
  });
});
