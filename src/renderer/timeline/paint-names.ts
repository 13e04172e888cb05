import { headerPx, namedRowPx } from './layout.ts';
import type { GroupContent, RowsPlace } from './paint.ts';
import { fitText } from './painter.ts';
import type { Box, Painter, TextStyle } from './painter.ts';
import type { TimelineTheme } from './theme.ts';
import type { TrialGroup } from './trial-groups.ts';

const leftPx = 10;
const swatchPx = 10;

export interface HeaderState {
  readonly collapsed: boolean;
  /** Held in sight above its own rows. */
  readonly stuck: boolean;
}

/** The header of a trial: whether it is open, its executor's colour, what it was and what came of it. */
export function paintHeader(
  painter: Painter,
  { group }: GroupContent,
  top: number,
  { collapsed, stuck }: HeaderState,
  theme: TimelineTheme,
  plot: Box,
): void {
  const middle = top + headerPx / 2;
  if (stuck) {
    painter.fillRect({ x: 0, y: top, width: plot.x + plot.width, height: headerPx }, theme.surface);
  }
  paintChevron(painter, { x: leftPx, y: middle }, collapsed, theme.muted);
  const swatch = { x: leftPx + 14, y: middle - swatchPx / 2, width: swatchPx, height: swatchPx };
  painter.fillRect(swatch, theme.executors[group.executor]);
  const strong: TextStyle = { colour: theme.text, size: 'normal', weight: 'strong', align: 'left' };
  const faint: TextStyle = { colour: theme.muted, size: 'small', weight: 'regular', align: 'left' };
  const nameX = swatch.x + swatchPx + 8;
  const name = fitText(painter, group.name, plot.x - 8 - nameX, strong);
  painter.text(name, { x: nameX, y: middle }, strong);
  const repeatX = nameX + painter.textWidth(name, strong) + 8;
  const repeat = fitText(painter, group.repeatName, plot.x - 8 - repeatX, faint);
  // A repeat cut short would read like another one: it then joins the summary.
  const whole = repeat === group.repeatName;
  if (whole) painter.text(repeat, { x: repeatX, y: middle }, faint);
  if (collapsed) return;
  const summary = whole ? group.summary : `${group.repeatName}: ${group.summary}`;
  painter.text(fitText(painter, summary, plot.width - 16, faint), { x: plot.x + 8, y: middle }, faint);
}

function paintChevron(
  painter: Painter,
  { x, y }: { x: number; y: number },
  collapsed: boolean,
  colour: string,
): void {
  if (collapsed)
    painter.fillTriangle({ x: x + 1, y: y - 4 }, { x: x + 6, y }, { x: x + 1, y: y + 4 }, colour);
  else painter.fillTriangle({ x: x - 1, y: y - 2 }, { x: x + 7, y: y - 2 }, { x: x + 3, y: y + 3 }, colour);
}

/** The names of the rows, where they have room; else how many there are. */
export function paintNames(
  painter: Painter,
  group: TrialGroup,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const { box, rowPx, rows, clip } = place;
  const style: TextStyle = { colour: theme.muted, size: 'small', weight: 'regular', align: 'left' };
  const x = leftPx + 14;
  const room = box.x - 8 - x;
  if (rows === 0) return;
  if (rowPx < namedRowPx) {
    const text = fitText(painter, `lanes 0 – ${rows - 1}`, room, { ...style, colour: theme.faint });
    painter.text(
      text,
      { x, y: Math.max(box.y + 8, clip.y + headerPx + 8) },
      { ...style, colour: theme.faint },
    );
    return;
  }
  for (let row = 0; row < rows; row += 1) {
    const middle = box.y + (row + 0.5) * rowPx;
    if (middle < clip.y - rowPx || middle > clip.y + clip.height + rowPx) continue;
    painter.text(fitText(painter, laneName(group, row), room, style), { x, y: middle }, style);
  }
}

export const laneName = (group: TrialGroup, lane: number): string => {
  const name = group.laneNames[lane] ?? '';
  return name === '' ? `lane ${lane}` : name;
};
