import type { Viewport } from '../../shared/session.ts';
import type { Arrow } from './arrows.ts';
import { axisPx, plotBox } from './hit-test.ts';
import type { Geometry } from './hit-test.ts';
import { groupsInSight, slicesShare } from './layout.ts';
import { paintAxis } from './paint-axis.ts';
import { paintHeader, paintNames } from './paint-names.ts';
import { paintMarkOutline, paintOutput, paintOutputSummary } from './paint-output.ts';
import type { MarkedMoment, OutputContent } from './paint-output.ts';
import { paintRows } from './paint-rows.ts';
import { paintArrow, paintSliceOutline, paintSlices, paintSliceSummary } from './paint-slices.ts';
import { paintSummary } from './paint-tasks.ts';
import type { Box, Painter } from './painter.ts';
import type { PlacedPiece } from './output-marks.ts';
import type { SliceStrip } from './scheduling-data.ts';
import type { PlacedSlice, SliceBars } from './slice-bars.ts';
import type { SpanMark } from './span-data.ts';
import type { StepBars } from './step-bars.ts';
import type { PaintedStrip } from './strip-images.ts';
import { paintTaskArrows } from './task-arrows.ts';
import type { TaskArrow } from './task-arrows.ts';
import type { PlacedTask, TaskBar, TaskBars } from './task-bars.ts';
import { mixed } from './theme.ts';
import type { TimelineTheme } from './theme.ts';
import type { ThreadBook } from './thread-book.ts';
import { formatSpan } from './ticks.ts';
import type { CoresGroup, TaskGroup, ThreadsGroup, TrackGroup } from './track-groups.ts';
import { onClock } from './trial-groups.ts';
import type { TimeMode } from './trial-groups.ts';
import { pixelAt, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** All that a frame shows. Plain data, so that what is painted can be tested without a canvas. */
export interface Frame {
  readonly geometry: Geometry;
  readonly mode: TimeMode;
  readonly groups: ReadonlyMap<number, GroupContent>;
  /** On the axis. */
  readonly marked: TimeRange | null;
  readonly pointerNs: number | null;
  readonly hovered: PlacedTask | null;
  readonly selected: PlacedTask | null;
  readonly hoveredSlice: PlacedSlice | null;
  readonly selectedSlice: PlacedSlice | null;
  readonly hoveredOutput: MarkedMoment | null;
  readonly selectedOutput: PlacedPiece | null;
  readonly arrows: readonly Arrow[];
  readonly taskArrows: readonly TaskArrow[];
}

export type GroupContent = TaskContent | TracksContent | OutputContent;

/** The cores, or threads. */
export interface TracksContent {
  readonly kind: 'tracks';
  readonly group: CoresGroup | ThreadsGroup;
  readonly zeroNs: number;
  readonly slices: SliceContent;
}

/** Slices of a group's rows: one by one, or else as strips. */
export interface SliceContent {
  readonly group: TrackGroup;
  readonly book: ThreadBook;
  /** Best last. */
  readonly strips: readonly PaintedStrip<SliceStrip>[];
  readonly bars: SliceBars | null;
  /** Of each row that has some: what its thread marked, and what its runtime did. */
  readonly marks: ReadonlyMap<number, readonly SpanMark[]>;
}

/** A trial, or a pool. */
export interface TaskContent {
  readonly kind: 'tasks';
  readonly group: TaskGroup;
  /** The session's clock at the axis' zero. */
  readonly zeroNs: number;
  /** Best last. */
  readonly strips: readonly PaintedStrip<Viewport>[];
  readonly bars: TaskBars | null;
  readonly marks: readonly TaskBar[];
  /** The hits of a search, which stand out from all other tasks; null: nothing is searched, or too much is found. */
  readonly hits: readonly TaskBar[] | null;
  /** When its coroutines ran; null: its tasks run without a break, or that is not known as finely. */
  readonly steps: StepBars | null;
  /** The mean share of its time in which a lane held a task; null: not known yet. */
  readonly busy: number | null;
  /** Of the threads that served its lanes, below their tasks; null: none were recorded, or the rows are too low. */
  readonly slices: SliceContent | null;
}

/** Where the rows of a group are painted, and what of time they show. */
export interface RowsPlace {
  readonly box: Box;
  readonly rowPx: number;
  readonly rows: number;
  /** On the session's clock. */
  readonly range: TimeRange;
  /** What is seen of the box, from top to bottom. */
  readonly clip: Box;
}

export function paintFrame(painter: Painter, frame: Frame, theme: TimelineTheme): void {
  const { geometry } = frame;
  const plot = plotBox(geometry);
  painter.fillRect({ x: 0, y: 0, width: geometry.widthPx, height: geometry.heightPx }, theme.surface);
  paintAxis(painter, theme, {
    box: { x: plot.x, y: 0, width: plot.width, height: axisPx },
    range: geometry.range,
    gridHeightPx: plot.height,
  });
  paintCorner(painter, frame, theme, plot);
  const tracks = { x: 0, y: plot.y, width: geometry.widthPx, height: plot.height };
  painter.clip(tracks, () => paintGroups(painter, frame, theme, plot));
  painter.clip(plot, () => paintTaskArrows(painter, frame.taskArrows, geometry, theme));
  painter.fillRect({ x: plot.x - 1, y: 0, width: 1, height: geometry.heightPx }, theme.line);
  paintMarked(painter, frame, theme, plot);
  if (frame.selectedOutput !== null) {
    paintMoment(painter, frame.selectedOutput.timeNs, theme.text, geometry, theme, plot);
  }
  if (frame.pointerNs !== null) {
    const colour = mixed(theme.surface, theme.lineStrong, 0.7);
    paintMoment(painter, frame.pointerNs, colour, geometry, theme, plot);
  }
}

function paintGroups(painter: Painter, frame: Frame, theme: TimelineTheme, plot: Box): void {
  const { layout, scrollTopPx, range } = frame.geometry;
  for (const onScreen of groupsInSight(layout, scrollTopPx, plot.height)) {
    const content = frame.groups.get(onScreen.group.id);
    if (content === undefined) continue;
    const { zeroNs } = content;
    const place: RowsPlace = {
      box: {
        x: plot.x,
        y: plot.y + onScreen.rowsTopPx,
        width: plot.width,
        height: onScreen.group.rows * onScreen.group.rowPx,
      },
      rowPx: onScreen.group.rowPx,
      rows: onScreen.group.rows,
      range: onClock(range, zeroNs),
      clip: plot,
    };
    if (place.rows > 0) paintContent(painter, content, place, frame, theme);
    paintNames(painter, content.group, place, theme);
    const { collapsed, topPx } = onScreen.group;
    const stuck = onScreen.headerTopPx > topPx - scrollTopPx;
    paintHeader(painter, content, plot.y + onScreen.headerTopPx, { collapsed, stuck }, theme, plot);
    if (collapsed) {
      const line = { ...place, box: headerPlot(plot, onScreen.headerTopPx) };
      paintCollapsed(painter, content, line, theme);
    }
  }
}

/** All of a collapsed group in one line. */
function paintCollapsed(
  painter: Painter,
  content: GroupContent,
  line: RowsPlace,
  theme: TimelineTheme,
): void {
  switch (content.kind) {
    case 'tasks':
      return paintSummary(painter, content, line, theme);
    case 'tracks':
      return paintSliceSummary(painter, content.slices, line);
    case 'output':
      return paintOutputSummary(painter, content, line, theme);
  }
}

function paintContent(
  painter: Painter,
  content: GroupContent,
  place: RowsPlace,
  frame: Frame,
  theme: TimelineTheme,
): void {
  if (content.kind === 'output') {
    paintOutput(painter, content, place, theme);
    const { hoveredOutput, selectedOutput } = frame;
    if (hoveredOutput !== null) paintMarkOutline(painter, hoveredOutput, place, theme.muted);
    if (selectedOutput !== null) {
      paintMarkOutline(painter, { row: selectedOutput.row, atNs: selectedOutput.timeNs }, place, theme.text);
    }
    return;
  }
  const share = content.kind === 'tasks' ? slicesShare : 1;
  if (content.kind === 'tasks') paintRows(painter, content, place, frame, theme);
  else painter.clip(place.box, () => paintSlices(painter, content.slices, place, share, theme));
  for (const [slice, colour] of [
    [frame.hoveredSlice, theme.muted],
    [frame.selectedSlice, theme.text],
  ] as const) {
    if (slice?.group === content.group.id) paintSliceOutline(painter, slice, place, share, colour);
  }
  for (const arrow of frame.arrows) {
    if (arrow.group === content.group.id) paintArrow(painter, arrow, place, theme);
  }
}

const headerPlot = (plot: Box, headerTopPx: number): Box => ({
  x: plot.x,
  y: plot.y + headerTopPx + 5,
  width: plot.width,
  height: 16,
});

function paintCorner(painter: Painter, { mode }: Frame, theme: TimelineTheme, plot: Box): void {
  const text = mode === 'aligned' ? 'From trial start, fastest first' : 'Session time';
  painter.text(
    text,
    { x: 10, y: axisPx / 2 },
    { colour: theme.faint, size: 'small', weight: 'regular', align: 'left' },
  );
  painter.fillRect({ x: 0, y: axisPx - 1, width: plot.x, height: 1 }, theme.line);
}

/** The marked range: what lies outside of it is dimmed at its edges by lines, its length stands on the axis. */
function paintMarked(painter: Painter, { marked, geometry }: Frame, theme: TimelineTheme, plot: Box): void {
  if (marked === null) return;
  const left = plot.x + pixelAt(geometry.range, plot.width, marked.fromNs);
  const right = plot.x + pixelAt(geometry.range, plot.width, marked.toNs);
  painter.clip({ x: plot.x, y: 0, width: plot.width, height: geometry.heightPx }, () => {
    const band = { x: left, y: 0, width: Math.max(1, right - left), height: axisPx };
    painter.fillRect(band, theme.accentSoft);
    for (const x of [left, right]) {
      painter.fillRect({ x: Math.round(x) - 1, y: 0, width: 2, height: geometry.heightPx }, theme.accent);
    }
    const style = { colour: theme.text, size: 'small', weight: 'strong', align: 'middle' } as const;
    const label = formatSpan(spanOf(marked));
    if (painter.textWidth(label, style) + 8 < band.width) {
      painter.text(label, { x: left + band.width / 2, y: axisPx / 2 }, style);
    }
  });
}

/** A line through all rows, with its moment on the axis. */
function paintMoment(
  painter: Painter,
  atNs: number,
  colour: string,
  geometry: Geometry,
  theme: TimelineTheme,
  plot: Box,
): void {
  const x = plot.x + pixelAt(geometry.range, plot.width, atNs);
  if (x < plot.x || x > plot.x + plot.width) return;
  painter.fillRect({ x: Math.round(x), y: axisPx, width: 1, height: plot.height }, colour);
  const style = { colour: theme.surface, size: 'small', weight: 'regular', align: 'middle' } as const;
  const label = formatSpan(atNs, spanOf(geometry.range) / plot.width);
  const width = painter.textWidth(label, style) + 10;
  const left = Math.min(Math.max(x - width / 2, plot.x), plot.x + plot.width - width);
  painter.fillRect({ x: left, y: 5, width, height: 18 }, theme.muted);
  painter.text(label, { x: left + width / 2, y: 14 }, style);
}
