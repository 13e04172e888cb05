import type { Verdict, VerdictStep } from '../../../../shared/lab-report.ts';
import { rankedTrials } from '../../../../shared/ranking.ts';
import type { Answered, VerdictBasis } from './basis.ts';
import { boundnessOf, boundnessStep, threadsUnproven } from './boundness.ts';
import { candidatesOf } from './candidates.ts';
import { conclude } from './conclusion.ts';
import { confirmationOf, type Confirmation } from './confirmation.ts';
import { loopOrThreadsStep } from './event-loop-or-threads.ts';
import { leadersOf, type Leaders } from './leaders.ts';
import { poolOrDedicatedStep } from './pool-or-dedicated.ts';
import { leaningOf, poolOrExecutorStep } from './pool-or-executor.ts';
import { doubtsOf } from './trust.ts';
import { preferenceStep, rankingStep } from './ranking-steps.ts';

/** A verdict without the program that follows from it. */
export type Decision = Omit<Verdict, 'recipe'>;

export interface Decided {
  readonly decision: Decision;
  /** Reasons not to trust it. */
  readonly doubts: readonly string[];
  /** Of the ranking: those that are to be run again with their workers free. Null: nothing ran to its end. */
  readonly leaders: Leaders | null;
}

/** Which executor to use, by what was measured, how that was decided, and how far it can be trusted. */
export function decide(basis: VerdictBasis): Decided {
  const boundness = boundnessOf(basis.probe);
  const leaders = leadersOf(basis.trials, {
    ...basis,
    leaning: leaningOf(basis),
    threadsUnproven: threadsUnproven(basis),
  });
  const confirmation = leaders === null ? null : confirm(leaders, basis);
  const steps = [
    ...numbered([boundnessStep(basis)], 1),
    ...numbered([loopOrThreadsStep(basis)], 1.1),
    ...numbered(
      [
        poolOrDedicatedStep(basis),
        poolOrExecutorStep(basis),
        leaders === null ? null : rankingStep(leaders, basis),
        leaders === null ? null : preferenceStep(leaders, basis),
        confirmation?.step ?? null,
      ],
      2,
    ),
  ];
  const conclusion = leaders === null ? null : conclude(leaders, confirmation);
  const doubts = [
    ...(confirmation?.says === 'flips' ? [flipWarning] : []),
    ...doubtsOf(basis.trials, conclusion, basis.disturbance),
  ];
  if (conclusion === null) {
    const nobody = { executor: null, workers: null, margin: null, confidence: 'cannot-tell' } as const;
    return { decision: { boundness, ...nobody, steps }, doubts, leaders };
  }
  const { chosen, margin, confidence } = conclusion;
  const { executor, workers } = chosen;
  return { decision: { boundness, executor, workers, margin, confidence, steps }, doubts, leaders };
}

function confirm(leaders: Leaders, { trials, objective }: VerdictBasis): Confirmation | null {
  const ranked = new Set(rankedTrials(trials));
  return confirmationOf(
    leaders,
    candidatesOf(
      trials.filter((trial) => !ranked.has(trial)),
      objective,
    ),
  );
}

const flipWarning =
  'The order of the two best turns round when workers are not pinned each to its core (see the last step): the one that is better with free workers is recommended, and which is better depends on where the system places them.';

const numbered = (answers: readonly (Answered | null)[], from: number): readonly VerdictStep[] =>
  answers
    .filter((answer) => answer !== null)
    .map(({ question, answer, evidence }, at) => ({ step: from + at, question, answer, evidence }));
