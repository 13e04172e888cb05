import type { LabRequest } from '../../../../shared/experiment.ts';
import { familyOf } from '../../../../shared/executors.ts';
import type { TrialReport } from '../../../../shared/lab-report.ts';
import { rankedTrials } from '../../../../shared/ranking.ts';
import { candidatesOf, clearlyBetter, simplest, type Candidate } from './candidates.ts';
import type { Leaning } from './pool-or-executor.ts';

export interface Wanted extends Pick<LabRequest, 'objective' | 'prefer'> {
  /** Which interface the program asks for, where two executors are as good as each other. */
  readonly leaning?: Leaning | null;
  /** The task computes in Python and was not seen to go faster in threads: that threads are simpler says nothing for them. */
  readonly threadsUnproven?: boolean;
}

/** Which configuration is recommended, and what it is compared with. */
export interface Leaders {
  readonly winner: Candidate;
  /** The best configuration of another executor; where only one ran, its next best number of workers. */
  readonly runnerUp: Candidate | null;
  /** Those that cannot be told from the best, it included, one of each executor. */
  readonly equals: readonly Candidate[];
  /** The best of all, whatever was preferred. */
  readonly best: Candidate;
  /** A simpler one in threads was as good within noise, and passed over because threads are unproven. */
  readonly overThreads: boolean;
  /** Nothing ran of the half that was preferred, so all were compared. */
  readonly preferenceUnmet: boolean;
}

/**
 * By how much the median of a simpler configuration may be behind and still be taken for as good when the repeats cannot tell: the noise of a poor measurement
 * must not become a recommendation that is much slower.
 */
const closeEnough = 1.08;

/** Null: nothing ran to its end with tasks that succeeded. */
export function leadersOf(
  trials: readonly TrialReport[],
  { objective, prefer, leaning = null, threadsUnproven = false }: Wanted,
): Leaders | null {
  const all = candidatesOf(rankedTrials(trials), objective);
  const preferred = all.filter(({ executor }) => {
    if (prefer === null) return true;
    return (familyOf(executor) === 'event-loop') === (prefer === 'async');
  });
  const eligible = preferred.length > 0 ? preferred : all;
  const best = all[0];
  const top = eligible[0];
  if (best === undefined || top === undefined) return null;
  const ofExecutors = bestOfEach(eligible);
  const compared = ofExecutors.length > 1 ? ofExecutors : eligible;
  const first = compared[0] ?? top;
  const equals = compared.filter((candidate) => !clearlyBetter(first, candidate));
  const near = equals.filter((candidate) => isClose(first, candidate));
  const passedOver = threadsUnproven && inProcesses(first) ? near.filter(sharesGil) : [];
  const close = near.filter((candidate) => !passedOver.includes(candidate));
  const plain = simplest([first, ...close]);
  const winner = close.find((candidate) => leaning !== null && isOf(leaning, candidate, plain)) ?? plain;
  return {
    winner,
    runnerUp: compared.find((candidate) => candidate !== winner) ?? null,
    equals,
    best,
    overThreads: passedOver.length > 0,
    preferenceUnmet: preferred.length === 0,
  };
}

/**
 * Of each executor the simplest configuration among its best, best first. On an event loop fewer in flight are not simpler, and of two that repeats cannot
 * tell apart the one with the higher median is the better guess.
 */
function bestOfEach(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...Map.groupBy(candidates, ({ executor }) => executor).values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      if (familyOf(first.executor) === 'event-loop') return [first];
      const equals = others.filter((other) => !clearlyBetter(first, other) && isClose(first, other));
      return [simplest([first, ...equals])];
    })
    .sort((a, b) => a.failing - b.failing || b.score - a.score);
}

/** The same family, by the interface that is asked for. */
const isOf = (leaning: Leaning, candidate: Candidate, plain: Candidate): boolean =>
  familyOf(candidate.executor) === familyOf(plain.executor) &&
  candidate.executor.startsWith(leaning === 'pool' ? 'multiprocessing.pool.' : 'concurrent.futures.');

const inProcesses = ({ executor }: Candidate): boolean =>
  familyOf(executor) === 'process-pool' || familyOf(executor) === 'process-per-task';

/** Its tasks run in threads of one interpreter. */
const sharesGil = ({ executor }: Candidate): boolean =>
  executor !== 'concurrent.futures.InterpreterPoolExecutor' &&
  (familyOf(executor) === 'thread-pool' || familyOf(executor) === 'thread-per-task');

const isClose = (best: Candidate, other: Candidate): boolean =>
  best.failing === other.failing && best.score / other.score <= closeEnough;
