import type { LiveTrial } from '../../../shared/jobs.ts';

/** `cut-short`: it ended before its tasks had, because the lab was stopped or because a task took its process with it. */
export type TrialState = 'running' | 'done' | 'cut-short';

/**
 * How each trial stands. All trials of a lab run the same tasks, so those of the one that settled most are at least as
 * many as each has; `tasks` is how many the trial under way has, 0 when nobody says. Nothing runs of a lab that is over.
 */
export function trialStates(
  trials: readonly LiveTrial[],
  tasks: number,
  isOver: boolean,
): readonly TrialState[] {
  const expected = Math.max(tasks, ...trials.map(({ settled }) => settled));
  return trials.map(({ endNs, settled }) =>
    endNs === null && !isOver ? 'running' : endNs === null || settled < expected ? 'cut-short' : 'done',
  );
}
