import type { Configuration, PlannedTrial } from '../../../shared/experiment.ts';
import type { TrialReport } from '../../../shared/lab-report.ts';

/** A trial that has been run, or was not to be had. */
export interface EndedTrial {
  readonly planned: PlannedTrial;
  /** Null: it could not be started. */
  readonly report: TrialReport | null;
  readonly tookMs: number;
  /** False: its process died, it was refused, or it needs more memory than there is. */
  readonly repeatable: boolean;
}

/** What is known when the next trial is chosen. */
export interface SoFar {
  readonly ended: readonly EndedTrial[];
  readonly elapsedMs: number;
}

/**
 * Which trial comes next, given the results so far and the time spent. Pure: the same past gives the same answer, so a schedule has no state
 * of its own.
 */
export interface Schedule {
  /** Null: no more. */
  next(soFar: SoFar): PlannedTrial | null;
  /** The trials that would follow if nothing more were learned, as far as one can tell; the next one first. */
  upcoming(soFar: SoFar): readonly PlannedTrial[];
  /** Something was left out for lack of time. */
  isCutShort(soFar: SoFar): boolean;
  /** When it ends whatever is left; null: when all has run. */
  readonly limitMs: number | null;
  /** All trials are known from the beginning. */
  readonly isFixed: boolean;
}

export const keyOf = ({ executor, workers }: Configuration): string => `${executor} ${workers}`;

/** The given trials in the given order, without those of configurations that cannot be repeated. */
export function fixedSchedule(plan: readonly PlannedTrial[], budgetMs: number | null): Schedule {
  const open = ({ ended }: SoFar): readonly PlannedTrial[] => {
    const done = new Set(ended.map(({ planned }) => `${keyOf(planned)} ${planned.repeat}`));
    const dropped = new Set(
      ended.filter(({ repeatable }) => !repeatable).map(({ planned }) => keyOf(planned)),
    );
    return plan.filter((trial) => !done.has(`${keyOf(trial)} ${trial.repeat}`) && !dropped.has(keyOf(trial)));
  };
  // The first round is always run: less than one trial of each would answer nothing.
  const inTime = (soFar: SoFar): readonly PlannedTrial[] =>
    open(soFar).filter(
      (trial) => budgetMs === null || trial.repeat === 1 || soFar.elapsedMs + lastMs(trial, soFar) < budgetMs,
    );
  return {
    next: (soFar) => inTime(soFar)[0] ?? null,
    upcoming: inTime,
    isCutShort: (soFar) => inTime(soFar).length < open(soFar).length,
    limitMs: budgetMs,
    isFixed: true,
  };
}

/** What its configuration took last. */
const lastMs = (trial: PlannedTrial, { ended }: SoFar): number =>
  ended.findLast(({ planned }) => keyOf(planned) === keyOf(trial))?.tookMs ?? 0;
