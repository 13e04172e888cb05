import type { ExecutorFamily } from '../../shared/executors.ts';
import { paintAxis } from './paint-axis.ts';
import type { Box, Painter } from './painter.ts';
import type { TimelineTheme } from './theme.ts';
import { pixelAt, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** A task, or several that followed each other too closely to be told apart. */
export interface Span {
  readonly lane: number;
  readonly startNs: number;
  readonly endNs: number;
  /** How many of its tasks were not ok. */
  readonly failed: number;
}

/** Where the spans of one trial are kept; those of a lane come in the order of their starts. */
export interface SpansSource {
  /** Calls `see` for the spans from the `first`-th on. */
  forEach(first: number, see: (span: Span) => void): void;
}

/** One trial's lanes over time, as they are drawn while it runs. */
export interface SpansLayout {
  readonly box: Box;
  readonly range: TimeRange;
  /** The axis counts from here: the trial's start. */
  readonly zeroNs: number;
  readonly executor: ExecutorFamily;
  readonly lanes: number;
}

/** Of the axis, above the lanes. */
const axisPx = 22;
const thinnestRowPx = 3;
const thickestRowPx = 22;

/** The lanes' height that shows all of them at a comfortable size, axis included. */
export const comfortableHeightPx = (lanes: number): number =>
  axisPx + lanes * Math.max(thinnestRowPx, Math.min(thickestRowPx, 200 / Math.max(1, lanes)));

/** Draws the spans of one trial: its executor's colour, failed ones hatched in the colour of errors, an axis on top. */
export function drawSpans(
  painter: Painter,
  spans: SpansSource,
  layout: SpansLayout,
  theme: TimelineTheme,
): void {
  const { box, range, zeroNs } = layout;
  painter.fillRect(box, theme.surface);
  paintAxis(painter, theme, {
    box: { ...box, height: axisPx },
    range: { fromNs: range.fromNs - zeroNs, toNs: range.toNs - zeroNs },
    gridHeightPx: box.height - axisPx,
  });
  const plot = { x: box.x, y: box.y + axisPx, width: box.width, height: box.height - axisPx };
  const rowPx = rowHeightPx(layout);
  painter.clip(plot, () => paintRows(painter, spans, { ...layout, box: plot }, rowPx, theme));
}

const rowHeightPx = ({ box, lanes }: SpansLayout): number =>
  Math.min(thickestRowPx, (box.height - axisPx) / Math.max(1, lanes));

/** Widest a span is drawn beyond its time, on either side of where the pointer is. */
const nearPx = 2;

/** The lane and the time at a point of what was drawn; null: outside of the lanes. */
export function placeOnSpans(
  layout: SpansLayout,
  { x, y }: { readonly x: number; readonly y: number },
): { readonly lane: number; readonly timeNs: number; readonly nearNs: number } | null {
  const { box, range, lanes } = layout;
  const lane = Math.floor((y - box.y - axisPx) / rowHeightPx(layout));
  if (lane < 0 || lane >= lanes) return null;
  const nsPerPx = spanOf(range) / box.width;
  return { lane, timeNs: range.fromNs + (x - box.x) * nsPerPx, nearNs: nearPx * nsPerPx };
}

function paintRows(
  painter: Painter,
  spans: SpansSource,
  { box, range, executor, lanes }: SpansLayout,
  rowPx: number,
  theme: TimelineTheme,
): void {
  const gap = rowPx >= 5 ? 1 : 0;
  // Failed ones after all others, and never too thin to be seen: they are what people look for.
  for (const isFailed of [false, true]) {
    const leastPx = isFailed ? 3 : 1;
    /** Where each lane is painted up to: spans narrower than a pixel are not painted one over the other, or they would take most of the time. */
    const paintedTo = new Float64Array(lanes).fill(Number.NEGATIVE_INFINITY);
    spans.forEach(0, ({ lane, startNs, endNs, failed }) => {
      if (failed > 0 !== isFailed || lane >= lanes || endNs < range.fromNs || startNs > range.toNs) return;
      const left = pixelAt(range, box.width, startNs);
      const right = Math.max(pixelAt(range, box.width, endNs), left + leastPx);
      if (right - (paintedTo[lane] ?? 0) < 0.5) return;
      paintedTo[lane] = right;
      const width = right - left > 3 ? right - left - 1 : right - left;
      const bar = { x: box.x + left, y: box.y + lane * rowPx, width, height: Math.max(1, rowPx - gap) };
      painter.fillRect(bar, isFailed ? theme.bad : theme.executors[executor]);
      if (isFailed && width > 3) painter.fillPattern(bar, 'hatch', theme.surface);
    });
  }
}
