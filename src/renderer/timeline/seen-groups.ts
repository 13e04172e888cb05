import { groupsInSight, rowsInSight } from './layout.ts';
import type { GroupOnScreen, TrackLayout } from './layout.ts';
import type { SeenGroup } from './levelled-data.ts';
import { showsSlices } from './timeline-frame.ts';
import type { TimelineState } from './timeline-state.ts';
import { isOfTasks, rowsOf, sliceTracks } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';
import { onClock, zeroOf } from './trial-groups.ts';
import { overlaps } from './viewport.ts';

/** The part of the tracks that a window shows. */
export interface Screen extends Pick<TimelineState, 'mode' | 'range' | 'collapsed'> {
  readonly layout: TrackLayout;
  readonly scrollTopPx: number;
  readonly heightPx: number;
}

/** A collapsed group of more rows shows no sum of them: that takes a strip of each. */
const mostSummedRows = 64;

/** A pool of more lanes is asked for those in sight only: there may be one for each of thousands of coroutines. */
const mostLanesTogether = 64;

/** The trials and pools whose tasks are to be known. */
export const seenTasks = (groups: readonly TrackGroup[], screen: Screen): readonly SeenGroup[] =>
  inSight(groups, screen).flatMap(({ group, onScreen, summary, range }) => {
    if (!isOfTasks(group) || group.extent === null || group.lanes === 0) return [];
    const { id, extent, tasks: things, laneNumbers } = group;
    if (group.kind === 'trial' || summary || group.lanes <= mostLanesTogether) {
      return [{ id, tracks: laneNumbers, things, summary, extent, range }];
    }
    const { first, end } = rowsInSight(onScreen, screen.heightPx);
    return [{ id, tracks: laneNumbers.slice(first, end), things: null, summary, extent, range }];
  });

/** The groups whose slices are to be known: the rows in sight only, as threads may be thousands. */
export const seenSlices = (groups: readonly TrackGroup[], screen: Screen): readonly SeenGroup[] =>
  inSight(groups, screen).flatMap(({ group, onScreen, summary, range }) => {
    const { id, extent } = group;
    const isShown = !isOfTasks(group)
      ? group.kind !== 'output'
      : !summary && showsSlices(group, onScreen.group.rowPx);
    if (extent === null || !isShown || (summary && rowsOf(group) > mostSummedRows)) return [];
    const { first, end } = summary
      ? { first: 0, end: rowsOf(group) }
      : rowsInSight(onScreen, screen.heightPx);
    const tracks = sliceTracks(group, first, end);
    return tracks.length === 0
      ? []
      : [{ id, tracks, things: slicesOf(group, first, end), summary, extent, range }];
  });

/** Null: not known. */
function slicesOf(group: TrackGroup, first: number, end: number): number | null {
  if (group.kind !== 'threads') return null;
  return group.threads.slice(first, end).reduce((sum, { slices }) => sum + slices, 0);
}

interface Seen {
  readonly group: TrackGroup;
  readonly onScreen: GroupOnScreen;
  readonly summary: boolean;
  readonly range: SeenGroup['range'];
}

function inSight(groups: readonly TrackGroup[], screen: Screen): readonly Seen[] {
  const { layout, scrollTopPx, heightPx, mode, range, collapsed } = screen;
  const placed = new Map(
    groupsInSight(layout, scrollTopPx, heightPx).map((onScreen) => [onScreen.group.id, onScreen]),
  );
  return groups.flatMap((group) => {
    const onScreen = placed.get(group.id);
    const seen = onClock(range, zeroOf(mode, group));
    if (onScreen === undefined || group.extent === null || !overlaps(seen, group.extent)) return [];
    return [{ group, onScreen, summary: collapsed.has(group.id), range: seen }];
  });
}
