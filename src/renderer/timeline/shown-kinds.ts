import type { SchedulingTracks, TracingOverview } from '../../shared/session-queries.ts';
import { hasSlices, inSteps, taskGroupsAmong, trialsAmong } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';

/** What a timeline has to show: the legend explains no more, and buttons for nothing are left away. */
export interface ShownKinds {
  readonly trials: boolean;
  readonly tasks: boolean;
  readonly coroutines: boolean;
  /** Tasks with a place of submit, and spans. */
  readonly traced: boolean;
  readonly slices: boolean;
  readonly output: boolean;
}

export function shownKinds(
  groups: readonly TrackGroup[],
  tracing: TracingOverview | null,
  tracks: SchedulingTracks | null,
): ShownKinds {
  const ofTasks = taskGroupsAmong(groups);
  return {
    trials: trialsAmong(groups).length > 0,
    tasks: ofTasks.length > 0,
    coroutines: ofTasks.some(inSteps),
    traced: tracing !== null,
    slices: tracks !== null && hasSlices(tracks),
    output: groups.some(({ kind }) => kind === 'output'),
  };
}
