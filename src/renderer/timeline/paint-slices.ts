import type { Arrow } from './arrows.ts';
import type { RowsPlace, SliceContent } from './paint.ts';
import { fitText } from './painter.ts';
import type { Box, Painter, Point, TextStyle } from './painter.ts';
import { rangeOf } from './levelled-data.ts';
import { paintSpanMarks } from './paint-marks.ts';
import { pixelRows, summaryPixelRows } from './slice-strip-image.ts';
import { begunNs } from './slice-bars.ts';
import type { PlacedSlice, Slice, SliceBars } from './slice-bars.ts';
import { inkOn, mixed, othersGround, othersHatch } from './theme.ts';
import type { TimelineTheme } from './theme.ts';
import { rowsOf, sliceTrack } from './track-groups.ts';
import { overlaps, pixelAt } from './viewport.ts';

/** Slices at least this wide, on rows at least this high, have room for a name. */
const namedWidthPx = 40;
const namedHeightPx = 12;
const baselinePx = 2;

/** The rows that show slices, of those in sight. `share`: how much of a row's height they take, from below. */
export function paintSlices(
  painter: Painter,
  content: SliceContent,
  place: RowsPlace,
  share: number,
  theme: TimelineTheme,
): void {
  const { box, rowPx, clip } = place;
  const first = Math.max(0, Math.floor((clip.y - box.y) / rowPx));
  const end = Math.min(rowsOf(content.group), Math.ceil((clip.y + clip.height - box.y) / rowPx));
  for (let row = first; row < end; row += 1) {
    const track = sliceTrack(content.group, row);
    if (track === null) continue;
    const ofRow = boxOfRow(place, row, share);
    paintRow(painter, content, track, ofRow, place, theme);
    const marks = content.marks.get(row);
    if (marks !== undefined) paintSpanMarks(painter, marks, ofRow, place, theme);
  }
}

/** A pixel is left free below each row that can spare it. */
function boxOfRow({ box, rowPx }: RowsPlace, row: number, share: number): Box {
  const height = Math.round(rowPx * share);
  const gap = rowPx >= 6 ? 1 : 0;
  return { ...box, y: box.y + (row + 1) * rowPx - height, height: height - gap };
}

function paintRow(
  painter: Painter,
  content: SliceContent,
  track: number,
  box: Box,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const { bars, group } = content;
  if (bars === null) return paintStripRow(painter, content, track, box, place, theme);
  painter.fillRect(box, theme.sunken);
  if (group.kind !== 'cores') {
    paintBaseline(painter, content, track, box, place, theme);
    paintWaiting(painter, bars, track, box, place, theme);
  }
  paintRunning(painter, content, bars, track, box, place, theme);
}

function paintStripRow(
  painter: Painter,
  { strips }: SliceContent,
  track: number,
  box: Box,
  { range }: RowsPlace,
  theme: TimelineTheme,
): void {
  // Until its first answer has come, a row is seen to be one.
  if (strips.length === 0) painter.fillRect(box, theme.sunken);
  for (const { strip, image } of strips) {
    const row = strip.running.tracks.indexOf(track);
    const covered = rangeOf(strip.running);
    if (row < 0 || !overlaps(covered, range)) continue;
    const left = pixelAt(range, box.width, covered.fromNs);
    const right = pixelAt(range, box.width, covered.toNs);
    const perPx = image.width / (right - left);
    const from = Math.max(0, left);
    const to = Math.min(box.width, right);
    painter.image(
      image,
      { x: (from - left) * perPx, y: row * pixelRows, width: (to - from) * perPx, height: pixelRows },
      { x: box.x + from, y: box.y, width: to - from, height: box.height },
    );
  }
}

/** A thin line for as long as the thread is known to live: what is neither running nor waiting is blocked. */
function paintBaseline(
  painter: Painter,
  { book }: SliceContent,
  thread: number,
  box: Box,
  { range }: RowsPlace,
  theme: TimelineTheme,
): void {
  const track = book.track(thread);
  if (track === null) return;
  const left = Math.max(0, pixelAt(range, box.width, track.firstNs));
  const right = Math.min(box.width, pixelAt(range, box.width, track.lastNs));
  if (right <= left) return;
  const y = Math.round(box.y + (box.height - baselinePx) / 2);
  painter.fillRect({ x: box.x + left, y, width: right - left, height: baselinePx }, theme.lineStrong);
}

/** Ready and without a core: hatched in a hue of its own, at full height. */
function paintWaiting(
  painter: Painter,
  bars: SliceBars,
  thread: number,
  box: Box,
  { range }: RowsPlace,
  theme: TimelineTheme,
): void {
  let paintedTo = -Infinity;
  for (const slice of bars.within(thread, range)) {
    if (begunNs(slice) >= slice.startNs) continue;
    const part = partOf(box, range, begunNs(slice), slice.startNs);
    if (part.x + part.width - paintedTo < 0.5) continue;
    paintedTo = part.x + part.width;
    painter.fillRect(part, mixed(theme.surface, theme.runnable, 0.3));
    painter.fillPattern(part, 'hatch', theme.runnable);
  }
}

function paintRunning(
  painter: Painter,
  { book, group }: SliceContent,
  bars: SliceBars,
  track: number,
  box: Box,
  { range }: RowsPlace,
  theme: TimelineTheme,
): void {
  const ofCore = group.kind === 'cores';
  let paintedTo = -Infinity;
  for (const slice of bars.within(track, range)) {
    const part = partOf(box, range, slice.startNs, slice.endNs);
    // Those narrower than a pixel are not painted one over the other.
    if (part.x + part.width - paintedTo < 0.5) continue;
    paintedTo = part.x + part.width;
    const colour = book.colour(slice.thread, theme);
    painter.fillRect(part, colour ?? othersGround(theme));
    if (colour === null) painter.fillPattern(part, 'hatch', othersHatch(theme));
    if (ofCore && part.width >= namedWidthPx && part.height >= namedHeightPx) {
      paintName(painter, book.name(slice.thread), part, colour, theme);
    }
  }
}

function partOf(box: Box, range: RowsPlace['range'], fromNs: number, toNs: number): Box {
  const left = Math.max(-2, pixelAt(range, box.width, fromNs));
  const right = Math.min(box.width + 2, pixelAt(range, box.width, toNs));
  const width = right - left;
  return { ...box, x: box.x + left, width: width > 4 ? width - 1 : Math.max(1, width) };
}

/** Patterns make text hard to read: there it stands on a plain ground. */
function paintName(
  painter: Painter,
  name: string,
  part: Box,
  colour: string | null,
  theme: TimelineTheme,
): void {
  const style: TextStyle = {
    colour: colour === null ? theme.text : inkOn(colour),
    size: 'small',
    weight: 'regular',
    align: 'left',
  };
  const text = fitText(painter, name, part.width - 8, style);
  if (text === '') return;
  if (colour === null) {
    const width = painter.textWidth(text, style) + 8;
    painter.fillRect({ x: part.x, y: part.y, width, height: part.height }, othersGround(theme));
  }
  painter.text(text, { x: part.x + 4, y: part.y + part.height / 2 }, style);
}

/** A collapsed group in one row: the mean share of its tracks that ran, and that waited. */
export function paintSliceSummary(
  painter: Painter,
  { strips }: SliceContent,
  { box, range }: RowsPlace,
): void {
  for (const { strip, image } of strips) {
    const covered = rangeOf(strip.running);
    if (!overlaps(covered, range)) continue;
    const left = pixelAt(range, box.width, covered.fromNs);
    const right = pixelAt(range, box.width, covered.toNs);
    const perPx = image.width / (right - left);
    const from = Math.max(0, left);
    const to = Math.min(box.width, right);
    painter.image(
      image,
      { x: (from - left) * perPx, y: 0, width: (to - from) * perPx, height: summaryPixelRows },
      { x: box.x + from, y: box.y, width: to - from, height: box.height },
    );
  }
}

/** The outline of a slice, and of the time it waited before. */
export function paintSliceOutline(
  painter: Painter,
  slice: PlacedSlice,
  place: RowsPlace,
  share: number,
  colour: string,
): void {
  const box = boxOfRow(place, slice.row, share);
  const part = partOf(box, place.range, slice.startNs, slice.endNs);
  painter.clip({ ...place.box, y: place.box.y - 2, height: place.box.height + 4 }, () =>
    painter.strokeRect(
      { x: part.x - 2, y: part.y - 2, width: Math.max(part.width, 2) + 4, height: part.height + 4 },
      colour,
      2,
    ),
  );
}

const headPx = 5;

/** An arrow from row to row: a wake-up points from its moment down to the start it led to, a migration from core to core. */
export function paintArrow(painter: Painter, arrow: Arrow, place: RowsPlace, theme: TimelineTheme): void {
  const { box, range, rowPx } = place;
  const x = (ns: number) => box.x + pixelAt(range, box.width, ns);
  const middle = (row: number) => box.y + (row + 0.5) * rowPx;
  const from = { x: x(arrow.fromNs), y: middle(arrow.fromRow) };
  const to = { x: x(arrow.toNs), y: middle(arrow.toRow) };
  const colour = arrow.kind === 'wake-up' ? theme.text : theme.accent;
  painter.clip(box, () => paintArrowLine(painter, from, to, colour, theme));
}

/** A line from a square to a head. A border of the ground's colour keeps it apart from what it crosses. */
export function paintArrowLine(
  painter: Painter,
  from: Point,
  to: Point,
  colour: string,
  theme: TimelineTheme,
): void {
  painter.strokeLine([from, to], theme.surface, 4);
  painter.strokeLine([from, to], colour, 2);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const back = { x: to.x - dx * 2 * headPx, y: to.y - dy * 2 * headPx };
  painter.fillTriangle(
    to,
    { x: back.x - dy * headPx, y: back.y + dx * headPx },
    { x: back.x + dy * headPx, y: back.y - dx * headPx },
    colour,
  );
  painter.fillRect({ x: from.x - 2, y: from.y - 2, width: 5, height: 5 }, colour);
}

/** The slice at a moment on a row; null: none is near, or slices are not drawn one by one. */
export const sliceAt = (
  { group, bars }: Pick<SliceContent, 'group' | 'bars'>,
  row: number,
  atNs: number,
  slackNs: number,
): PlacedSlice | null => {
  const track = sliceTrack(group, row);
  const slice: Slice | null = track === null ? null : (bars?.at(track, atNs, slackNs) ?? null);
  return slice === null ? null : { ...slice, group: group.id, row };
};
