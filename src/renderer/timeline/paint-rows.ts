import { slicesShare } from './layout.ts';
import type { Frame, RowsPlace, TaskContent } from './paint.ts';
import { paintSlices } from './paint-slices.ts';
import { paintBars, paintHits, paintMarks, paintStrips, taskRowPx } from './paint-tasks.ts';
import type { Box, Painter } from './painter.ts';
import type { PlacedTask } from './task-bars.ts';
import type { TimelineTheme } from './theme.ts';
import { pixelAt } from './viewport.ts';

/** The lanes of a trial: strips where tasks are too many, else bars. What is not known yet is left empty; idle lanes are grey. */
export function paintRows(
  painter: Painter,
  content: TaskContent,
  place: RowsPlace,
  { hovered, selected }: Pick<Frame, 'hovered' | 'selected'>,
  theme: TimelineTheme,
): void {
  const { extent } = content.group;
  if (extent === null) return;
  const left = Math.max(0, pixelAt(place.range, place.box.width, extent.fromNs));
  const right = Math.min(place.box.width, pixelAt(place.range, place.box.width, extent.toNs));
  if (right <= left) return;
  // At least a pixel, however short the trial is compared to what is seen.
  const ran = { ...place.box, x: place.box.x + left, width: Math.max(1, right - left) };
  painter.clip(ran, () => {
    paintStrips(painter, content, place);
    if (content.bars === null) paintMarks(painter, content, place, theme);
    else paintBars(painter, content, content.bars, place, theme);
    if (content.slices !== null) {
      paintSlices(painter, content.slices, place, slicesShare, theme);
    }
    if (content.hits !== null) paintHits(painter, content, content.hits, place, theme);
    paintLines(painter, place, theme, ran);
  });
  for (const [mark, colour] of [
    [hovered, theme.muted],
    [selected, theme.text],
  ] as const) {
    if (mark?.group !== content.group.id) continue;
    paintOutline(painter, mark, place, taskRowPx(place.rowPx, content.slices !== null), colour);
  }
}

/** A line between rows, where they are high enough to spare it. */
function paintLines(
  painter: Painter,
  { box, rows, rowPx, clip }: RowsPlace,
  theme: TimelineTheme,
  ran: Box,
): void {
  if (rowPx < 6) return;
  for (let row = 1; row <= rows; row += 1) {
    const y = box.y + row * rowPx - 1;
    if (y >= clip.y && y < clip.y + clip.height) {
      painter.fillRect({ x: ran.x, y, width: ran.width, height: 1 }, theme.surface);
    }
  }
}

const outlinePx = 2;

/** The outline of a task, and a thin line from its submit to its start: the time it waited. */
function paintOutline(
  painter: Painter,
  bar: PlacedTask,
  place: RowsPlace,
  barPx: number,
  colour: string,
): void {
  const { box, range, rowPx } = place;
  const left = box.x + pixelAt(range, box.width, bar.startNs);
  const right = Math.max(box.x + pixelAt(range, box.width, bar.endNs), left + 3);
  const y = box.y + bar.row * rowPx;
  const around = { ...box, y: box.y - outlinePx, height: box.height + 2 * outlinePx };
  painter.clip(around, () => {
    if (bar.submitNs < bar.startNs) {
      const from = Math.max(box.x, box.x + pixelAt(range, box.width, bar.submitNs));
      painter.fillRect({ x: from, y: y + barPx / 2, width: Math.max(0, left - from), height: 1 }, colour);
    }
    const outline = {
      x: left - outlinePx,
      y: y - outlinePx,
      width: right - left + 2 * outlinePx,
      height: barPx + 2 * outlinePx - 1,
    };
    painter.strokeRect(outline, colour, outlinePx);
  });
}
