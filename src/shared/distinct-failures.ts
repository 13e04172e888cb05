import type { FailureRow, Outcome } from './session.ts';

/** What several tasks failed with alike: the same outcome and the same message, in however many trials. */
export interface DistinctFailure {
  readonly outcome: Outcome;
  readonly message: string;
  /** Tasks that had it, over all trials. */
  readonly count: number;
  /** Where it was seen first. */
  readonly first: FailureRow;
}

/** The distinct failures of a session, the most frequent first. */
export const distinctFailures = (rows: readonly FailureRow[]): readonly DistinctFailure[] =>
  [...Map.groupBy(rows, ({ outcome, message }) => `${outcome} ${message}`).values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const count = group.reduce((total, row) => total + row.count, 0);
      return [{ outcome: first.outcome, message: first.message, count, first }];
    })
    .sort((a, b) => b.count - a.count);

/** What became of a task, as the end of a sentence that begins with it: "2 tasks failed". */
export const outcomeVerbs: Readonly<Record<Outcome, string>> = {
  ok: 'ended',
  error: 'failed',
  cancelled: 'cancelled',
  lost: 'lost',
};
