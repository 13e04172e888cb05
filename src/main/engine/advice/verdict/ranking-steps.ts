import type { Objective } from '../../../../shared/experiment.ts';
import type { Answered, VerdictBasis } from './basis.ts';
import { clearlyBetter, isSame, named, ratioOf, simplest, type Candidate } from './candidates.ts';
import type { Leaders } from './leaders.ts';

/** The steps that name the best configuration of the ranking, and what a preference costs. */

const figureKeys = { throughput: 'per_s', latency: 'p95_ms', memory: 'peak_mb' } as const;

/** The score as the figure that people know: scores of latency and memory are its inverse. */
const figureOf = ({ score }: Candidate, objective: Objective): number =>
  objective === 'throughput' ? score : 1 / score;

export function rankingStep(leaders: Leaders, { objective }: VerdictBasis): Answered {
  const { winner, runnerUp, equals } = leaders;
  const others = equals.filter((candidate) => !isSame(candidate, winner));
  const key = figureKeys[objective];
  const interval = runnerUp === null ? null : ratioOf(winner, runnerUp);
  const answer =
    runnerUp === null
      ? `${named(winner)} is the only one that ran`
      : others.length > 0
        ? `${named(winner)}: within noise of ${others.map(named).join(', ')}, and ${reasonFor(leaders, others)}`
        : `${named(winner)}, ahead of ${named(runnerUp)}`;
  return {
    question: `Which has the best ${objective}?`,
    answer,
    evidence: {
      [`chosen_${key}`]: figureOf(winner, objective),
      [`next_${key}`]: runnerUp === null ? null : figureOf(runnerUp, objective),
      ratio_low: interval?.low ?? null,
      ratio_high: interval?.high ?? null,
      repeats: winner.scores.length,
    },
  };
}

/** Why it is this one of several within noise. */
function reasonFor({ winner, overThreads }: Leaders, others: readonly Candidate[]): string {
  if (overThreads) return 'no slower in processes, while nothing shows that threads scale with this task';
  if (simplest([winner, ...others]) === winner) return 'the simplest of them';
  return others.every(({ score }) => score <= winner.score)
    ? 'the best of them by its median'
    : 'close to the best of them, and simpler or nearer to what the program uses';
}

/** Null where nothing was preferred. */
export function preferenceStep(
  { winner, best, preferenceUnmet }: Leaders,
  { prefer, objective }: VerdictBasis,
): Answered | null {
  if (prefer === null) return null;
  const question = `What does preferring ${prefer} cost?`;
  if (preferenceUnmet) {
    return {
      question,
      answer: `nothing ${prefer} ran to its end, so the preference could not be met and all were compared`,
      evidence: { preferred: prefer },
    };
  }
  const costs = clearlyBetter(best, winner);
  const ratio = best.score / winner.score;
  return {
    question,
    answer: isSame(best, winner)
      ? 'nothing: it has the best of all'
      : costs
        ? `${named(best)} would be ${ratio.toFixed(2)} times as good in ${objective}`
        : `nothing that can be told from noise: ${named(best)} is as good`,
    evidence: { preferred: prefer, best: named(best), best_over_preferred: ratio },
  };
}
