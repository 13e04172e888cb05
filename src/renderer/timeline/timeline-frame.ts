import { arrowsTo } from './arrows.ts';
import type { Arrow } from './arrows.ts';
import { plotBox } from './hit-test.ts';
import type { Geometry, Hit } from './hit-test.ts';
import { groupsInSight, slicesShare, splitRowPx } from './layout.ts';
import type { OutputData } from './output-data.ts';
import type { OutputGroup } from './output-group.ts';
import { outputMarkAt, outputMarks } from './output-marks.ts';
import type { OutputMark } from './output-marks.ts';
import { rangeOf } from './levelled-data.ts';
import { withinExtent } from './level-of-detail.ts';
import type { GroupContent, SliceContent, TaskContent } from './paint.ts';
import { markAt, markPx } from './paint-marks.ts';
import { sliceAt } from './paint-slices.ts';
import { wholeColour } from './paint-tasks.ts';
import type { SchedulingData } from './scheduling-data.ts';
import type { PlacedSlice } from './slice-bars.ts';
import type { SpanData, SpanMark } from './span-data.ts';
import type { StepData } from './step-data.ts';
import { sliceStripImage, sliceSummaryImage } from './slice-strip-image.ts';
import { stripImage, summaryImage } from './strip-image.ts';
import type { StripImages } from './strip-images.ts';
import { arrowsOfTask } from './task-arrows.ts';
import type { TaskArrow } from './task-arrows.ts';
import type { PlacedTask } from './task-bars.ts';
import type { TimelineData } from './timeline-data.ts';
import type { TimelineTheme } from './theme.ts';
import type { TimelineState } from './timeline-state.ts';
import type { ThreadBook } from './thread-book.ts';
import { inSteps, isOfTasks, rowsOf, sliceTrack } from './track-groups.ts';
import type { TaskGroup, TrackGroup } from './track-groups.ts';
import { onClock, zeroOf } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';
import { pixelAt } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** How far beside a task or slice the pointer may be. */
const slackPx = 3;

/** Of a search, by group. */
export type TaskHits = ReadonlyMap<number, readonly PlacedTask[]>;

/** What is known of a session: its tasks, the steps of those that are coroutines, its slices and whose those are, and what was printed. */
export interface Knowledge {
  readonly tasks: TimelineData;
  readonly steps: StepData;
  readonly slices: SchedulingData;
  readonly spans: SpanData;
  readonly output: OutputData;
  readonly book: ThreadBook;
}

/** What is painted of the groups in sight. */
export function groupContents(
  geometry: Geometry,
  groups: readonly TrackGroup[],
  state: TimelineState,
  known: Knowledge,
  hits: TaskHits | null,
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
    if (group.kind === 'output') {
      return [{ kind: 'output', group, zeroNs, columns: known.output.columns(range) }];
    }
    const slices = () => sliceContent(group, range, summary, known, images, theme);
    if (!isOfTasks(group)) return [{ kind: 'tracks', group, zeroNs, slices: slices() }];
    const below = showsSlices(group, placed.rowPx) && !summary ? slices() : null;
    return [{ ...taskContent(group, range, summary, known, hits, images, theme), zeroNs, slices: below }];
  });
  return new Map(contents.map((content) => [content.group.id, content]));
}

/** Whether the rows of a group have slices on them, and room for them. */
export const showsSlices = (group: TrackGroup, rowPx: number): boolean =>
  isOfTasks(group)
    ? rowPx >= splitRowPx && group.laneThreads.some((thread) => thread !== null)
    : group.kind !== 'output';

function taskContent(
  group: TaskGroup,
  range: TimeRange,
  summary: boolean,
  { tasks, steps }: Knowledge,
  hits: TaskHits | null,
  images: StripImages,
  theme: TimelineTheme,
): Omit<TaskContent, 'zeroNs' | 'slices'> {
  const { id, extent } = group;
  const needed = extent === null ? null : withinExtent(range, extent);
  const draw = summary ? summaryImage : stripImage;
  const colour = wholeColour(group, theme);
  const look = {
    theme,
    variant: `${summary ? 'tasks in one row' : 'tasks'} ${colour}`,
    coveredBy: rangeOf,
    draw: (strip: Parameters<typeof draw>[0]) => draw(strip, theme.sunken, colour),
  };
  const bars = tasks.bars(id);
  return {
    kind: 'tasks',
    group,
    strips: needed === null ? [] : images.toPaint(tasks.strips(id), needed, look),
    bars,
    marks: tasks.marks(id),
    hits: hits === null ? null : (hits.get(id) ?? []),
    steps: bars === null || !inSteps(group) ? null : steps.bars(range),
    busy: tasks.busy(group),
  };
}

function sliceContent(
  group: TrackGroup,
  range: TimeRange,
  summary: boolean,
  { slices, spans, book }: Knowledge,
  images: StripImages,
  theme: TimelineTheme,
): SliceContent {
  const needed = group.extent === null ? null : withinExtent(range, group.extent);
  const bars = summary ? null : slices.bars(group.id);
  const marks = needed === null || summary ? noMarks : marksOf(group, spans, needed);
  if (needed === null || bars !== null) return { group, book, strips: [], bars, marks };
  const strips = images.toPaint(slices.strips(group.id), needed, {
    theme,
    variant: summary ? 'slices of a group' : 'slices',
    coveredBy: ({ running }) => rangeOf(running),
    draw: (strip) => (summary ? sliceSummaryImage(strip, theme) : sliceStripImage(strip, book, theme)),
  });
  return { group, book, strips, bars, marks };
}

const noMarks: SliceContent['marks'] = new Map();

/** Of the threads that have rows in the group: a core has many, and shows none of theirs. */
function marksOf(group: TrackGroup, spans: SpanData, range: TimeRange): SliceContent['marks'] {
  if (group.kind === 'cores') return noMarks;
  const marks = new Map<number, readonly SpanMark[]>();
  for (let row = 0; row < rowsOf(group); row += 1) {
    const thread = sliceTrack(group, row);
    const its = thread === null ? [] : spans.of(thread, range);
    if (its.length > 0) marks.set(row, its);
  }
  return marks;
}

/** Lines on a row of output: the first of them is asked for. */
export interface PointedOutput {
  readonly kind: 'output';
  readonly group: OutputGroup;
  readonly row: number;
  readonly mark: OutputMark;
}

/** What can be selected. */
export type Selectable =
  | { readonly kind: 'task'; readonly task: PlacedTask }
  | { readonly kind: 'slice'; readonly slice: PlacedSlice; readonly arrows: readonly Arrow[] }
  | PointedOutput;

/** What the pointer is at. */
export type Pointee = Selectable | { readonly kind: 'span'; readonly span: SpanMark };

/** What of these is under the pointer; null where there is nothing, and where it is not drawn one by one. */
export function pointeeAt(
  hit: Hit,
  geometry: Geometry,
  groups: readonly TrackGroup[],
  { mode }: Pick<TimelineState, 'mode'>,
  known: Pick<Knowledge, 'tasks' | 'slices' | 'output'> & { readonly spans: SpanData | null },
): Pointee | null {
  if (hit.area !== 'row') return null;
  const group = groups.find(({ id }) => id === hit.id);
  if (group === undefined) return null;
  if (group.kind === 'output') return outputAt(hit, geometry, group, known.output);
  const atNs = hit.atNs + zeroOf(mode, group);
  const near = slackNs(geometry, slackPx);
  const span = known.spans === null ? null : spanAt(hit, geometry, group, atNs, known.spans);
  if (span !== null) return { kind: 'span', span };
  if (pointsAtSlices(hit, geometry, group)) {
    const bars = known.slices.bars(group.id);
    const slice = sliceAt({ group, bars }, hit.row, atNs, near);
    if (slice === null || bars === null) return null;
    return { kind: 'slice', slice, arrows: isOfTasks(group) ? [] : arrowsTo(slice, group, bars) };
  }
  if (!isOfTasks(group)) return null;
  const bar = known.tasks.bars(group.id)?.at(hit.row, atNs, near) ?? null;
  return bar === null ? null : { kind: 'task', task: { ...bar, trial: group.trial, group: group.id } };
}

/** Half a mark's width, and a little. */
const outputSlackPx = 5;

function outputAt(
  hit: Extract<Hit, { area: 'row' }>,
  geometry: Geometry,
  group: OutputGroup,
  output: OutputData,
): PointedOutput | null {
  const stream = group.streams[hit.row]?.stream;
  const columns = output.columns(geometry.range);
  if (stream === undefined || columns === null) return null;
  const { width } = plotBox(geometry);
  const marks = outputMarks(columns, stream, geometry.range, width);
  const mark = outputMarkAt(marks, pixelAt(geometry.range, width, hit.atNs), outputSlackPx);
  return mark === null ? null : { kind: 'output', group, row: hit.row, mark };
}

/** Marks lie along the upper edge of what a row shows of its thread. */
function spanAt(
  hit: Extract<Hit, { area: 'row' }>,
  geometry: Geometry,
  group: TrackGroup,
  atNs: number,
  spans: SpanData,
): SpanMark | null {
  const thread = group.kind === 'cores' ? null : sliceTrack(group, hit.row);
  const rowPx = geometry.layout.groups.find(({ id }) => id === group.id)?.rowPx ?? 0;
  const heightPx = isOfTasks(group) ? Math.round(rowPx * slicesShare) : rowPx;
  const belowPx = hit.share * rowPx - (rowPx - heightPx);
  const isThere = belowPx >= 0 && belowPx < markPx(heightPx) + 2;
  if (thread === null || !isThere || !showsSlices(group, rowPx)) return null;
  return markAt(spans.of(thread, { fromNs: atNs, toNs: atNs }), atNs, slackNs(geometry, slackPx));
}

/** As `pointeeAt`, of what can be selected: below a span lies the slice that it is on. */
export const pickableAt = (
  hit: Hit,
  geometry: Geometry,
  groups: readonly TrackGroup[],
  state: Pick<TimelineState, 'mode'>,
  known: Pick<Knowledge, 'tasks' | 'slices' | 'output'>,
): Selectable | null => {
  const found = pointeeAt(hit, geometry, groups, state, { ...known, spans: null });
  return found?.kind === 'span' ? null : found;
};

/** Arrows of the task under the pointer, else of the selected one: of what a search found, once it is drawn. */
export function taskArrows(
  pointee: Pointee | null,
  selected: PlacedTask | null,
  groups: readonly TrackGroup[],
  { tasks }: Pick<Knowledge, 'tasks'>,
): readonly TaskArrow[] {
  if (pointee?.kind === 'task') return arrowsOfTask(pointee.task, groups);
  if (selected === null || selected.group === null) return [];
  const { group, row, startNs, index } = selected;
  const drawn = tasks
    .bars(group)
    ?.within(row, { fromNs: startNs, toNs: startNs })
    .find((bar) => bar.index === index);
  return arrowsOfTask(drawn === undefined ? selected : { ...selected, ...drawn }, groups);
}

/** Whether that part of the row shows slices, and no tasks. */
export function pointsAtSlices(
  hit: Extract<Hit, { area: 'row' }>,
  { layout }: Geometry,
  group: TrackGroup,
): boolean {
  if (!isOfTasks(group)) return group.kind !== 'output';
  const rowPx = layout.groups.find(({ id }) => id === group.id)?.rowPx ?? 0;
  return !hit.upper && showsSlices(group, rowPx) && (group.laneThreads[hit.row] ?? null) !== null;
}
