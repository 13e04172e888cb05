import type { Outcome } from '../../shared/session.ts';
import { slicesShare, splitRowPx } from './layout.ts';
import type { RowsPlace, TaskContent } from './paint.ts';
import { fitText } from './painter.ts';
import type { Box, Painter, TextStyle } from './painter.ts';
import type { Step } from './step-bars.ts';
import { summaryRows } from './strip-image.ts';
import type { TaskBar, TaskBars } from './task-bars.ts';
import { inkOn, mixed } from './theme.ts';
import type { TimelineTheme } from './theme.ts';
import { inSteps } from './track-groups.ts';
import type { TaskGroup } from './track-groups.ts';
import { overlaps, pixelAt } from './viewport.ts';

/** Bars at least this wide and rows at least this high have room for what stands on them. */
const labelledWidthPx = 26;
const labelledRowPx = 12;
/** A number that is cut says another one; of a name, this much is told even by its beginning. */
const leastNamePx = 40;
const markPx = 3;
const summaryMarkPx = 6;

/** Coroutines are faint from start to end: they are in the colour of their loop only while they run. */
const faintShare = 0.35;

/** The colour of a task that is shown from start to end. */
export const wholeColour = (group: TaskGroup, theme: TimelineTheme): string => {
  const colour = theme.executors[group.executor];
  return inSteps(group) ? mixed(theme.surface, colour, faintShare) : colour;
};

/** Stretches each strip over the time it was asked for, one row of its pixels per lane. */
export function paintStrips(painter: Painter, { group, strips }: TaskContent, place: RowsPlace): void {
  for (const { strip, image } of strips) {
    // A summary is one row; else the strip is of rows that follow each other.
    const firstRow = place.rows === 0 ? 0 : group.laneNumbers.indexOf(strip.tracks[0] ?? 0);
    if (!overlaps({ fromNs: strip.from, toNs: strip.to }, place.range)) continue;
    const left = pixelAt(place.range, place.box.width, strip.from);
    const right = pixelAt(place.range, place.box.width, strip.to);
    const perPx = image.width / (right - left);
    // Only what is seen: deep in, a whole trial's strip would be millions of pixels wide.
    const from = Math.max(0, left);
    const to = Math.min(place.box.width, right);
    painter.image(
      image,
      { x: (from - left) * perPx, y: 0, width: (to - from) * perPx, height: image.height },
      {
        x: place.box.x + from,
        y: place.box.y + Math.max(0, firstRow) * place.rowPx,
        width: to - from,
        height: image.height * place.rowPx,
      },
    );
  }
}

/** Tasks one by one, on a clean sheet over the strips. */
export function paintBars(
  painter: Painter,
  content: TaskContent,
  bars: TaskBars,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const { slices } = content;
  const { box, range, rowPx, rows, clip } = place;
  const left = Math.max(0, pixelAt(range, box.width, bars.range.fromNs));
  const right = Math.min(box.width, pixelAt(range, box.width, bars.range.toNs));
  if (right <= left) return;
  painter.fillRect({ ...box, x: box.x + left, width: right - left }, theme.sunken);
  const first = Math.max(0, Math.floor((clip.y - box.y) / rowPx));
  const last = Math.min(rows, Math.ceil((clip.y + clip.height - box.y) / rowPx));
  for (let row = first; row < last; row += 1) {
    for (const bar of bars.within(row, range)) {
      paintTask(painter, bar, barBox(bar, place, slices !== null), content, place, theme);
    }
  }
}

/** The bar of a task with what stands on it; of a coroutine also when it ran. */
function paintTask(
  painter: Painter,
  bar: TaskBar,
  box: Box,
  { group, steps }: Pick<TaskContent, 'group' | 'steps'>,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const colour = wholeColour(group, theme);
  paintBar(painter, bar, box, colour, theme);
  if (steps === null) return paintLabel(painter, bar, box, colour, theme);
  const { rowPx, range } = place;
  const ran = steps.within(bar.index, range);
  paintSteps(painter, ran, stepBox(box, rowPx), place, theme.executors[group.executor]);
  paintLabel(painter, bar, aboveSteps(box, rowPx), colour, theme);
}

/** A task leaves the lower part of its row to the slices of its thread, where they are shown. */
export const taskRowPx = (rowPx: number, hasSlices: boolean): number =>
  hasSlices ? rowPx - Math.round(rowPx * slicesShare) : rowPx;

/** Steps take the lower part of a coroutine's row where its name stands above them, else all of it. */
const stepsPx = (rowPx: number): number => (rowPx >= splitRowPx ? Math.round(rowPx * slicesShare) : 0);

const aboveSteps = (whole: Box, rowPx: number): Box => ({ ...whole, height: whole.height - stepsPx(rowPx) });

function stepBox(whole: Box, rowPx: number): Box {
  const height = stepsPx(rowPx) === 0 ? whole.height : stepsPx(rowPx);
  return { ...whole, y: whole.y + whole.height - height, height };
}

/** When a coroutine ran, solid on its bar. Steps narrower than a pixel are not painted one over the other. */
function paintSteps(
  painter: Painter,
  steps: readonly Step[],
  within: Box,
  { box, range }: RowsPlace,
  colour: string,
): void {
  let paintedTo = -Infinity;
  for (const { startNs, endNs } of steps) {
    const left = Math.max(within.x, box.x + pixelAt(range, box.width, startNs));
    const right = Math.max(
      left + 1,
      Math.min(box.x + pixelAt(range, box.width, endNs), within.x + within.width),
    );
    if (left >= within.x + within.width || right - paintedTo < 0.5) continue;
    const from = Math.max(left, paintedTo);
    paintedTo = right;
    painter.fillRect({ ...within, x: from, width: right - from }, colour);
  }
}

/** Where a bar is painted: cut at the edges of what is seen, a pixel apart from the next one where it can be. */
function barBox({ startNs, endNs, row }: TaskBar, { box, range, rowPx }: RowsPlace, hasSlices: boolean): Box {
  const left = Math.max(-2, pixelAt(range, box.width, startNs));
  const right = Math.min(box.width + 2, pixelAt(range, box.width, endNs));
  const width = right - left;
  return {
    x: box.x + left,
    y: box.y + row * rowPx,
    width: width > 3 ? width - 1 : Math.max(1, width),
    height: taskRowPx(rowPx, hasSlices) - (rowPx >= 6 ? 1 : 0),
  };
}

/** The outcome is told apart by colour and by pattern: plain, hatched, dotted, hollow. */
function paintBar(painter: Painter, bar: TaskBar, box: Box, executor: string, theme: TimelineTheme): void {
  const colour = outcomeColour(bar.outcome, executor, theme);
  switch (bar.outcome) {
    case 'ok':
      painter.fillRect(box, colour);
      break;
    case 'error':
      painter.fillRect(box, colour);
      painter.fillPattern(box, 'hatch', mixed(colour, theme.surface, 0.45));
      break;
    case 'cancelled':
      painter.fillRect(box, colour);
      painter.fillPattern(box, 'dots', mixed(colour, theme.surface, 0.6));
      break;
    case 'lost':
      painter.fillRect(box, theme.surface);
      painter.strokeRect(box, colour, 1.5);
      break;
  }
}

function paintLabel(painter: Painter, bar: TaskBar, box: Box, whole: string, theme: TimelineTheme): void {
  if (box.width < labelledWidthPx || box.height + 1 < labelledRowPx) return;
  const colour = outcomeColour(bar.outcome, whole, theme);
  const ink = bar.outcome === 'lost' ? theme.text : inkOn(colour);
  const style: TextStyle = { colour: ink, size: 'small', weight: 'regular', align: 'left' };
  const isNamed = bar.origin !== null && bar.origin.name !== '';
  const room = box.width - 8;
  const label = isNamed && room >= leastNamePx ? fitText(painter, bar.label, room, style) : bar.label;
  const width = painter.textWidth(label, style);
  if (label === '' || width > room) return;
  // Patterns make text hard to read: it stands on a plain ground.
  if (bar.outcome === 'error' || bar.outcome === 'cancelled') {
    painter.fillRect({ x: box.x, y: box.y, width: width + 8, height: box.height }, colour);
  }
  painter.text(label, { x: box.x + 4, y: box.y + box.height / 2 }, style);
}

export function outcomeColour(outcome: Outcome, executor: string, theme: TimelineTheme): string {
  if (outcome === 'ok') return executor;
  return outcome === 'cancelled' ? theme.warning : theme.bad;
}

/** Hits are seen however short they are. */
const leastHitPx = 4;
/** How much of the tasks that are no hits is left to be seen: in hexadecimal, as the last byte of a colour. */
const veil = 'b8';

/** The hits of a search in full colour with an outline, on a veil over everything else. */
export function paintHits(
  painter: Painter,
  content: TaskContent,
  hits: readonly TaskBar[],
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const { slices } = content;
  const { box, range, rowPx } = place;
  painter.fillRect(box, `${theme.surface}${veil}`);
  for (const hit of hits) {
    if (!overlaps({ fromNs: hit.startNs, toNs: Math.max(hit.endNs, hit.startNs + 1) }, range)) continue;
    const bar = barBox(hit, place, slices !== null);
    const height = Math.max(1, taskRowPx(rowPx, slices !== null) - 1);
    const wide = { ...bar, width: Math.max(leastHitPx, bar.width), height };
    paintTask(painter, hit, wide, content, place, theme);
    painter.strokeRect(wide, theme.text, 1);
  }
}

/** Failed tasks on strips, which do not tell outcomes apart. */
export function paintMarks(
  painter: Painter,
  { group, marks }: TaskContent,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const { box, range, rowPx } = place;
  const colour = theme.executors[group.executor];
  for (const { row, startNs, endNs, outcome } of marks) {
    if (startNs > range.toNs || endNs < range.fromNs) continue;
    const left = pixelAt(range, box.width, startNs);
    const right = pixelAt(range, box.width, endNs);
    const width = Math.max(markPx, Math.min(right, box.width) - Math.max(left, 0));
    const bar = { x: box.x + Math.max(left, -markPx), y: box.y + row * rowPx, width, height: rowPx };
    // An edge of the ground's colour keeps it apart from an executor of a similar colour.
    painter.fillRect({ ...bar, x: bar.x - 1, width: bar.width + 2 }, theme.surface);
    painter.fillRect(bar, outcomeColour(outcome, colour, theme));
  }
}

/** A collapsed trial in one row: how many of its lanes were busy, the fuller the more; failed tasks on its upper edge. */
export function paintSummary(
  painter: Painter,
  content: TaskContent,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const { extent } = content.group;
  if (extent === null) return;
  const { box, range } = place;
  const left = Math.max(0, pixelAt(range, box.width, extent.fromNs));
  const right = Math.min(box.width, pixelAt(range, box.width, extent.toNs));
  if (right < left) return;
  const ran = { ...box, x: box.x + left, width: Math.max(1, right - left) };
  painter.clip(ran, () => {
    painter.fillRect(ran, theme.sunken);
    paintStrips(painter, content, { ...place, rowPx: box.height / summaryRows });
    const marks = content.marks.map((mark) => ({ ...mark, row: 0 }));
    paintMarks(painter, { ...content, marks }, { ...place, rowPx: summaryMarkPx }, theme);
    const hits = content.hits?.map((hit) => ({ ...hit, row: 0 })) ?? null;
    if (hits !== null) paintHits(painter, content, hits, { ...place, rowPx: box.height, rows: 1 }, theme);
  });
}
