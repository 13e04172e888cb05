import type { Verdict } from '../../../../shared/lab-report.ts';
import { isSame, ratioOf, type Candidate } from './candidates.ts';
import type { Confirmation } from './confirmation.ts';
import type { Leaders } from './leaders.ts';

/** What is recommended in the end, and how sure that is. */
export interface Conclusion {
  readonly chosen: Candidate;
  /** The candidate that it is held against; null: only one ran. */
  readonly next: Candidate | null;
  /** How many times as good as `next`, in the measurement that decided. */
  readonly margin: number | null;
  readonly confidence: Exclude<Verdict['confidence'], 'cannot-tell'>;
}

/**
 * Weighs the ranking of pinned trials and the confirmation with free workers.
 *
 * The free order decides where it is clear, since programs do not pin their workers. `clear` takes repeats of both, whose interval shows what is noise,
 * or a confirmation that agrees. A lead by single trials is clear only where nothing was to confirm it, that is where the user asked for single trials
 * or left no time, and when it is as large as `clearlyBetter` demands of single trials.
 */
export function conclude(leaders: Leaders, confirmation: Confirmation | null): Conclusion {
  const { winner, runnerUp, equals } = leaders;
  if (runnerUp === null) return { chosen: winner, next: null, margin: null, confidence: 'within-noise' };
  const pinnedMargin = winner.score / runnerUp.score;
  const pinnedClear = equals.length < 2;
  // Nobody but these two, which alone ran free, may be the best.
  const betweenTwo = equals.every((one) => isSame(one, winner) || isSame(one, runnerUp));
  switch (confirmation?.says) {
    case 'flips':
      return {
        chosen: runnerUp,
        next: winner,
        margin: 1 / confirmation.winnerOverNext,
        confidence: clearIf(betweenTwo && confirmation.repeated),
      };
    case 'holds':
      return {
        chosen: winner,
        next: runnerUp,
        margin: pinnedClear ? pinnedMargin : confirmation.winnerOverNext,
        confidence: clearIf(betweenTwo),
      };
    case 'cannot-tell':
      return {
        chosen: winner,
        next: runnerUp,
        margin: pinnedMargin,
        confidence: clearIf(pinnedClear && showsNoise(winner, runnerUp) && confirmation.winnerOverNext >= 1),
      };
    case undefined:
      return { chosen: winner, next: runnerUp, margin: pinnedMargin, confidence: clearIf(pinnedClear) };
  }
}

/** How much of a difference is noise is known, or does not matter because tasks failed under one of them. */
const showsNoise = (a: Candidate, b: Candidate): boolean => ratioOf(a, b) !== null || a.failing < b.failing;

const clearIf = (clear: boolean): Conclusion['confidence'] => (clear ? 'clear' : 'within-noise');
