import { arrowsTo } from './arrows.ts';
import type { Arrow } from './arrows.ts';
import type { Geometry, Hit } from './hit-test.ts';
import { groupsInSight, splitRowPx } from './layout.ts';
import { rangeOf } from './levelled-data.ts';
import { withinExtent } from './level-of-detail.ts';
import type { GroupContent, SliceContent, TrialContent } from './paint.ts';
import { sliceAt } from './paint-slices.ts';
import type { SchedulingData } from './scheduling-data.ts';
import type { PlacedSlice } from './slice-bars.ts';
import { sliceStripImage, sliceSummaryImage } from './slice-strip-image.ts';
import { stripImage, summaryImage } from './strip-image.ts';
import type { StripImages } from './strip-images.ts';
import type { TrialTask } from './task-bars.ts';
import type { TimelineData } from './timeline-data.ts';
import type { TimelineTheme } from './theme.ts';
import type { TimelineState } from './timeline-state.ts';
import type { ThreadBook } from './thread-book.ts';
import type { TrackGroup } from './track-groups.ts';
import { onClock, zeroOf } from './trial-groups.ts';
import type { TrialGroup } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';
import type { TimeRange } from './viewport.ts';

/** How far beside a task or slice the pointer may be. */
const slackPx = 3;

/** Of a search, by trial. */
export type TrialHits = ReadonlyMap<number, readonly TrialTask[]>;

/** What is known of a session: its tasks and its slices, and whose those are. */
export interface Knowledge {
  readonly tasks: TimelineData;
  readonly slices: SchedulingData;
  readonly book: ThreadBook;
}

/** What is painted of the groups in sight. */
export function groupContents(
  geometry: Geometry,
  groups: readonly TrackGroup[],
  state: TimelineState,
  known: Knowledge,
  hits: TrialHits | null,
  images: StripImages,
  theme: TimelineTheme,
): ReadonlyMap<number, GroupContent> {
  const inSight = groupsInSight(geometry.layout, geometry.scrollTopPx, geometry.heightPx);
  const seen = new Map(inSight.map(({ group }) => [group.id, group]));
  const contents = groups.flatMap((group): readonly GroupContent[] => {
    const placed = seen.get(group.id);
    if (placed === undefined) return [];
    const zeroNs = zeroOf(state.mode, group);
    const range = onClock(geometry.range, zeroNs);
    const summary = state.collapsed.has(group.id);
    const slices = () => sliceContent(group, range, summary, known, images, theme);
    if (group.kind !== 'trial') return [{ kind: 'tracks', group, zeroNs, slices: slices() }];
    const below = showsSlices(group, placed.rowPx) && !summary ? slices() : null;
    return [
      { ...trialContent(group, range, summary, known.tasks, hits, images, theme), zeroNs, slices: below },
    ];
  });
  return new Map(contents.map((content) => [content.group.id, content]));
}

/** Whether the rows of a group have slices on them, and room for them. */
export const showsSlices = (group: TrackGroup, rowPx: number): boolean =>
  group.kind !== 'trial' || (rowPx >= splitRowPx && group.laneThreads.some((thread) => thread !== null));

function trialContent(
  group: TrialGroup,
  range: TimeRange,
  summary: boolean,
  data: TimelineData,
  hits: TrialHits | null,
  images: StripImages,
  theme: TimelineTheme,
): Omit<TrialContent, 'zeroNs' | 'slices'> {
  const { trial, executor, extent } = group;
  const needed = extent === null ? null : withinExtent(range, extent);
  const draw = summary ? summaryImage : stripImage;
  const look = {
    theme,
    variant: `${summary ? 'tasks of a trial' : 'tasks'} ${executor}`,
    coveredBy: rangeOf,
    draw: (strip: Parameters<typeof draw>[0]) => draw(strip, theme.sunken, theme.executors[executor]),
  };
  return {
    kind: 'trial',
    group,
    strips: needed === null ? [] : images.toPaint(data.strips(trial), needed, look),
    bars: data.bars(trial),
    marks: data.marks(trial),
    hits: hits === null ? null : (hits.get(trial) ?? []),
    busy: data.busy(trial, extent),
  };
}

function sliceContent(
  group: TrackGroup,
  range: TimeRange,
  summary: boolean,
  { slices, book }: Knowledge,
  images: StripImages,
  theme: TimelineTheme,
): SliceContent {
  const needed = group.extent === null ? null : withinExtent(range, group.extent);
  const bars = summary ? null : slices.bars(group.id);
  if (needed === null || bars !== null) return { group, book, strips: [], bars };
  const strips = images.toPaint(slices.strips(group.id), needed, {
    theme,
    variant: summary ? 'slices of a group' : 'slices',
    coveredBy: ({ running }) => rangeOf(running),
    draw: (strip) => (summary ? sliceSummaryImage(strip, theme) : sliceStripImage(strip, book, theme)),
  });
  return { group, book, strips, bars };
}

/** What the pointer is at. */
export type Pointee =
  | { readonly kind: 'task'; readonly task: TrialTask }
  | { readonly kind: 'slice'; readonly slice: PlacedSlice; readonly arrows: readonly Arrow[] };

/** The task or slice under the pointer; null where there is none, and where they are not drawn one by one. */
export function pointeeAt(
  hit: Hit,
  geometry: Geometry,
  groups: readonly TrackGroup[],
  { mode }: Pick<TimelineState, 'mode'>,
  known: Knowledge,
): Pointee | null {
  if (hit.area !== 'row') return null;
  const group = groups.find(({ id }) => id === hit.id);
  if (group === undefined) return null;
  const atNs = hit.atNs + zeroOf(mode, group);
  const near = slackNs(geometry, slackPx);
  if (pointsAtSlices(hit, geometry, group)) {
    const bars = known.slices.bars(group.id);
    const slice = sliceAt({ group, bars }, hit.row, atNs, near);
    if (slice === null || bars === null) return null;
    return { kind: 'slice', slice, arrows: group.kind === 'trial' ? [] : arrowsTo(slice, group, bars) };
  }
  const bar = known.tasks.bars(group.id)?.at(hit.row, atNs, near) ?? null;
  return bar === null ? null : { kind: 'task', task: { ...bar, trial: group.id } };
}

/** Whether that part of the row shows slices, and no tasks. */
export function pointsAtSlices(
  hit: Extract<Hit, { area: 'row' }>,
  { layout }: Geometry,
  group: TrackGroup,
): boolean {
  if (group.kind !== 'trial') return true;
  const rowPx = layout.groups.find(({ id }) => id === group.id)?.rowPx ?? 0;
  return !hit.upper && showsSlices(group, rowPx) && (group.laneThreads[hit.row] ?? null) !== null;
}
