import { counted, formatCount } from '../../shared/figures.ts';
import { headerPx, namedRowPx } from './layout.ts';
import type { GroupContent, RowsPlace, TaskContent } from './paint.ts';
import { fitText } from './painter.ts';
import type { Box, Painter, TextStyle } from './painter.ts';
import type { TimelineTheme } from './theme.ts';
import { isOfTasks, rowName } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';

const leftPx = 10;
const swatchPx = 10;

export interface HeaderState {
  readonly collapsed: boolean;
  /** Held in sight above its own rows. */
  readonly stuck: boolean;
}

/** The header of a group: whether it is open, what it is and what it holds; of a trial also its executor's colour. */
export function paintHeader(
  painter: Painter,
  content: GroupContent,
  top: number,
  { collapsed, stuck }: HeaderState,
  theme: TimelineTheme,
  plot: Box,
): void {
  const { group } = content;
  const middle = top + headerPx / 2;
  if (stuck) {
    painter.fillRect({ x: 0, y: top, width: plot.x + plot.width, height: headerPx }, theme.surface);
  }
  paintChevron(painter, { x: leftPx, y: middle }, collapsed, theme.muted);
  const strong: TextStyle = { colour: theme.text, size: 'normal', weight: 'strong', align: 'left' };
  const faint: TextStyle = { colour: theme.muted, size: 'small', weight: 'regular', align: 'left' };
  const end = plot.x - 8;
  if (!isOfTasks(group)) {
    const x = leftPx + 14;
    const name = fitText(painter, group.name, end - x, strong);
    painter.text(name, { x, y: middle }, strong);
    // What had no room beside the rows has it above them.
    const whole = name === group.name ? '' : `: ${group.name}`;
    if (!collapsed) paintTold(painter, '', group.summary + whole, middle, theme, plot);
    return;
  }
  const swatch = { x: leftPx + 14, y: middle - swatchPx / 2, width: swatchPx, height: swatchPx };
  painter.fillRect(swatch, theme.executors[group.executor]);
  const nameX = swatch.x + swatchPx + 8;
  const [repeatName, number] = group.kind === 'trial' ? [group.repeatName, group.repeat] : ['', 1];
  // Where the repeat does not fit in full, its number does: trials of one configuration differ in nothing else.
  const isWhole =
    nameX + painter.textWidth(group.name, strong) + 8 + painter.textWidth(repeatName, faint) <= end;
  const repeat = repeatName === '' || isWhole ? repeatName : `#${number}`;
  const repeatPx = painter.textWidth(repeat, faint);
  const name = fitConfiguration(
    painter,
    group.name,
    end - nameX - (repeat === '' ? 0 : repeatPx + 8),
    strong,
  );
  painter.text(name, { x: nameX, y: middle }, strong);
  painter.text(repeat, { x: nameX + painter.textWidth(name, strong) + 8, y: middle }, faint);
  if (!collapsed && content.kind === 'tasks') paintSummaryText(painter, content, middle, theme, plot);
}

/** Where `ThreadPoolExecutor × 2` does not fit, its workers still do: configurations of one executor differ in nothing else. */
function fitConfiguration(painter: Painter, name: string, room: number, style: TextStyle): string {
  const workersAt = name.lastIndexOf(' × ');
  if (workersAt < 0 || painter.textWidth(name, style) <= room) return fitText(painter, name, room, style);
  const workers = name.slice(workersAt);
  return (
    fitText(painter, name.slice(0, workersAt), room - painter.textWidth(workers, style), style) + workers
  );
}

/** Enough digits that a little is not nothing. */
const lanesBusy = (mean: number): string => mean.toFixed(mean < 1 ? 2 : 1);

/** What came of the trial, above its lanes. Failures come first, in their colour. */
function paintSummaryText(
  painter: Painter,
  { group, busy }: TaskContent,
  middle: number,
  theme: TimelineTheme,
  plot: Box,
): void {
  const failed = group.failed === 0 ? '' : `${formatCount(group.failed)} failed`;
  const inUse =
    busy === null ? [] : [`${lanesBusy(busy * group.lanes)} of ${counted(group.lanes, 'lane')} busy`];
  paintTold(
    painter,
    failed,
    [group.summary, ...inUse].filter((part) => part !== '').join(', '),
    middle,
    theme,
    plot,
  );
}

/** A line of text above the rows, what is bad first. */
function paintTold(
  painter: Painter,
  failed: string,
  told: string,
  middle: number,
  theme: TimelineTheme,
  plot: Box,
): void {
  const plain: TextStyle = { colour: theme.muted, size: 'small', weight: 'regular', align: 'left' };
  const bad: TextStyle = { ...plain, colour: theme.bad, weight: 'strong' };
  const failedPx = failed === '' ? 0 : painter.textWidth(failed, bad) + 10;
  const summary = fitText(painter, told, plot.width - 16 - failedPx, plain);
  const x = plot.x + 8;
  // The lines of the grid would strike the text through.
  const width = failedPx + painter.textWidth(summary, plain) + 8;
  painter.fillRect({ x: x - 4, y: middle - 8, width, height: 16 }, theme.surface);
  painter.text(failed, { x, y: middle }, bad);
  painter.text(summary, { x: x + failedPx, y: middle }, plain);
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
  group: TrackGroup,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  const { box, rowPx, rows, clip } = place;
  const style: TextStyle = { colour: theme.muted, size: 'small', weight: 'regular', align: 'left' };
  const x = leftPx + 14;
  const room = box.x - 8 - x;
  if (rows === 0) return;
  if (rowPx < namedRowPx) {
    const text = fitText(painter, rowsName(group, rows), room, { ...style, colour: theme.faint });
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
    painter.text(fitText(painter, rowName(group, row), room, style), { x, y: middle }, style);
  }
}

const rowsName = (group: TrackGroup, rows: number): string =>
  isOfTasks(group) ? `lanes 0 – ${rows - 1}` : `${rowName(group, 0)} – ${rowName(group, rows - 1)}`;
