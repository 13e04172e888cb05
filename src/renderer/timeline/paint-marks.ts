import type { RowsPlace } from './paint.ts';
import type { Box, Painter } from './painter.ts';
import type { SpanMark } from './span-data.ts';
import type { SpanKind } from '../../shared/trace-format.ts';
import type { TimelineTheme } from './theme.ts';
import { overlaps, pixelAt } from './viewport.ts';

/** The height of a mark at the upper edge of what a row shows of its thread: at most half of that. */
export const markPx = (heightPx: number): number => Math.max(2, Math.min(6, Math.floor(heightPx / 2)));
/** How far a mark without length reaches beside its moment. */
const halfPx = 4;

/**
 * What a thread marked, and what its runtime did, along the upper edge of its row. The kinds differ in shape and in colour: a pointed
 * mark, a thin measure with ends, a hatched pause, a bar for as long as a loop was held, a square error.
 */
export function paintSpanMarks(
  painter: Painter,
  marks: readonly SpanMark[],
  row: Box,
  { box, range }: RowsPlace,
  theme: TimelineTheme,
): void {
  const paintedTo = new Map<SpanKind, number>();
  for (const mark of marks) {
    if (!overlaps({ fromNs: mark.startNs, toNs: Math.max(mark.endNs, mark.startNs + 1) }, range)) continue;
    const left = Math.max(-2, pixelAt(range, box.width, mark.startNs));
    const right = Math.min(box.width + 2, pixelAt(range, box.width, mark.endNs));
    if (right - (paintedTo.get(mark.kind) ?? -Infinity) < 1) continue;
    paintedTo.set(mark.kind, right);
    const place = { x: box.x + left, y: row.y, width: Math.max(2, right - left), height: markPx(row.height) };
    paintMark(painter, mark.kind, place, theme);
  }
}

function paintMark(painter: Painter, kind: SpanKind, place: Box, theme: TimelineTheme): void {
  const { x, y, width, height } = place;
  // A border of the ground's colour keeps it apart from the slices below.
  const around = { x: x - 1, y, width: width + 2, height: height + 1 };
  switch (kind) {
    case 'mark':
      painter.fillTriangle(
        { x: x - halfPx - 1, y },
        { x: x + halfPx + 1, y },
        { x, y: y + height + 2 },
        theme.surface,
      );
      painter.fillTriangle({ x: x - halfPx, y }, { x: x + halfPx, y }, { x, y: y + height }, theme.accent);
      return;
    case 'measure':
      painter.fillRect(around, theme.surface);
      painter.fillRect({ x, y: y + height / 2 - 1, width, height: 2 }, theme.accent);
      painter.fillRect({ x, y, width: 2, height }, theme.accent);
      painter.fillRect({ x: x + width - 2, y, width: 2, height }, theme.accent);
      return;
    case 'gc':
      painter.fillRect(around, theme.surface);
      painter.fillPattern(place, 'hatch', theme.warning);
      painter.strokeRect(place, theme.warning, 1);
      return;
    case 'held-loop':
      painter.fillRect({ ...around, height: 4 }, theme.surface);
      painter.fillRect({ ...place, height: 3 }, theme.warning);
      return;
    case 'uncaught': {
      const square = { x: x - halfPx, y, width: 2 * halfPx, height: 2 * halfPx };
      painter.fillRect(
        { x: square.x - 1, y, width: square.width + 2, height: square.height + 1 },
        theme.surface,
      );
      painter.fillRect(square, theme.bad);
      return;
    }
  }
}

/** The mark at a moment: the shortest of those that hold it, or else the nearest within the slack. */
export function markAt(marks: readonly SpanMark[], atNs: number, slackNs: number): SpanMark | null {
  const distance = ({ startNs, endNs }: SpanMark) => Math.max(startNs - atNs, atNs - endNs, 0);
  const near = marks.filter((mark) => distance(mark) <= slackNs);
  return near.reduce<SpanMark | null>(
    (best, mark) =>
      best === null ||
      distance(mark) < distance(best) ||
      (distance(mark) === distance(best) && mark.endNs - mark.startNs < best.endNs - best.startNs)
        ? mark
        : best,
    null,
  );
}
