import type { Geometry, Hit } from './hit-test.ts';
import { groupsInSight } from './layout.ts';
import { withinExtent } from './level-of-detail.ts';
import type { GroupContent } from './paint.ts';
import type { StripImages } from './strip-images.ts';
import type { TrialTask } from './task-bars.ts';
import type { TimelineData } from './timeline-data.ts';
import type { TimelineTheme } from './theme.ts';
import type { TimelineState } from './timeline-state.ts';
import { onClock, zeroOf } from './trial-groups.ts';
import type { TrialGroup } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';

/** How far beside a task the pointer may be. */
const slackPx = 3;

/** Of a search, by trial. */
export type TrialHits = ReadonlyMap<number, readonly TrialTask[]>;

/** What is painted of the trials in sight. */
export function groupContents(
  geometry: Geometry,
  groups: readonly TrialGroup[],
  { mode, collapsed }: TimelineState,
  data: TimelineData,
  hits: TrialHits | null,
  images: StripImages,
  theme: TimelineTheme,
): ReadonlyMap<number, GroupContent> {
  const inSight = groupsInSight(geometry.layout, geometry.scrollTopPx, geometry.heightPx);
  const seen = new Set(inSight.map(({ group }) => group.id));
  const contents = groups
    .filter(({ trial }) => seen.has(trial))
    .map((group): GroupContent => {
      const { trial, executor, extent } = group;
      const zeroNs = zeroOf(mode, group);
      const needed = extent === null ? null : withinExtent(onClock(geometry.range, zeroNs), extent);
      const look = { executor, summary: collapsed.has(trial), theme };
      return {
        group,
        zeroNs,
        strips: needed === null ? [] : images.toPaint(data.strips(trial), needed, look),
        bars: data.bars(trial),
        marks: data.marks(trial),
        hits: hits === null ? null : (hits.get(trial) ?? []),
        busy: data.busy(trial),
      };
    });
  return new Map(contents.map((content) => [content.group.trial, content]));
}

/** The task under the pointer; null where there is none, and where tasks are not drawn one by one. */
export function taskUnder(
  hit: Hit,
  geometry: Geometry,
  groups: readonly TrialGroup[],
  { mode }: Pick<TimelineState, 'mode'>,
  data: TimelineData,
): TrialTask | null {
  if (hit.area !== 'row') return null;
  const group = groups.find(({ trial }) => trial === hit.id);
  if (group === undefined) return null;
  const atNs = hit.atNs + zeroOf(mode, group);
  const bar = data.bars(group.trial)?.at(hit.row, atNs, slackNs(geometry, slackPx)) ?? null;
  return bar === null ? null : { ...bar, trial: group.trial };
}
