import type { Answered } from './basis.ts';
import { clearlyBetter, isSame, named, ratioOf, type Candidate } from './candidates.ts';
import type { Leaders } from './leaders.ts';

/** What running winner and runner-up once more, with all workers free on the cores, came to. That is how a program will run them. */
export interface Confirmation {
  /** The winner is clearly ahead there, too; the runner-up is; or neither. */
  readonly says: 'holds' | 'flips' | 'cannot-tell';
  /** The winner's score over the runner-up's, there. */
  readonly winnerOverNext: number;
  /** Both ran often enough to show how much their repeats differ. */
  readonly repeated: boolean;
  readonly step: Answered;
}

/** Null where that was not done. `confirming`: candidates of those trials. */
export function confirmationOf(
  { winner, runnerUp }: Leaders,
  confirming: readonly Candidate[],
): Confirmation | null {
  if (runnerUp === null) return null;
  const first = confirming.find((candidate) => isSame(candidate, winner));
  const second = confirming.find((candidate) => isSame(candidate, runnerUp));
  if (first === undefined || second === undefined) return null;
  const says = clearlyBetter(second, first)
    ? 'flips'
    : clearlyBetter(first, second)
      ? 'holds'
      : 'cannot-tell';
  const interval = ratioOf(first, second);
  const ratio = first.score / second.score;
  return {
    says,
    winnerOverNext: ratio,
    repeated: interval !== null,
    step: {
      question: 'Does it hold with workers free to move among the cores?',
      answer: {
        flips: `no: there ${named(second)} is ${(1 / ratio).toFixed(2)} times as good, and is recommended, as that is how a program runs it; which is better depends on pinning`,
        holds: `yes: ${named(first)} is ahead there, too`,
        'cannot-tell': 'the two are within noise of each other there',
      }[says],
      evidence: {
        winner_over_next: ratio,
        ratio_low: interval?.low ?? null,
        ratio_high: interval?.high ?? null,
        repeats: Math.min(first.scores.length, second.scores.length),
      },
    },
  };
}
