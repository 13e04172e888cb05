import { axisPx, plotBox } from './hit-test.ts';
import type { Geometry } from './hit-test.ts';
import { headerPx } from './layout.ts';
import type { Painter, Point } from './painter.ts';
import { paintArrowLine } from './paint-slices.ts';
import type { PlacedTask } from './task-bars.ts';
import type { TimelineTheme } from './theme.ts';
import { rowOfThread } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';
import { pixelAt } from './viewport.ts';

/** A moment on a row of any group. */
interface Spot {
  readonly group: number;
  readonly row: number;
  readonly atNs: number;
}

/** From where a task was submitted to where it began to run, or from its end to where its result arrived. */
export interface TaskArrow {
  readonly kind: 'submit' | 'result';
  readonly from: Spot;
  readonly to: Spot;
}

/** The arrows of a traced task, as far as its submitter is known and has a row. */
export function arrowsOfTask(task: PlacedTask, groups: readonly TrackGroup[]): readonly TaskArrow[] {
  const { group, row, origin, submitNs, startNs, endNs, outcome } = task;
  if (group === null || origin?.submitter == null) return [];
  const submitter = rowOf(origin.submitter, groups);
  if (submitter === null) return [];
  const arrows: TaskArrow[] = [];
  if (submitNs <= startNs) {
    arrows.push({
      kind: 'submit',
      from: { ...submitter, atNs: submitNs },
      to: { group, row, atNs: startNs },
    });
  }
  // Of a lost task nobody saw the end.
  if (outcome !== 'lost' && origin.resultNs >= endNs) {
    arrows.push({
      kind: 'result',
      from: { group, row, atNs: endNs },
      to: { ...submitter, atNs: origin.resultNs },
    });
  }
  return arrows;
}

function rowOf(thread: number, groups: readonly TrackGroup[]): Omit<Spot, 'atNs'> | null {
  for (const group of groups) {
    const row = rowOfThread(group, thread);
    if (row >= 0) return { group: group.id, row };
  }
  return null;
}

/** A collapsed group has its arrows at its header. */
export function paintTaskArrows(
  painter: Painter,
  arrows: readonly TaskArrow[],
  geometry: Geometry,
  theme: TimelineTheme,
): void {
  for (const { kind, from, to } of arrows) {
    const [start, end] = [pointOf(from, geometry), pointOf(to, geometry)];
    if (start === null || end === null) continue;
    paintArrowLine(painter, start, end, kind === 'submit' ? theme.text : theme.accent, theme);
  }
}

function pointOf({ group: id, row, atNs }: Spot, geometry: Geometry): Point | null {
  const group = geometry.layout.groups.find((one) => one.id === id);
  if (group === undefined) return null;
  const plot = plotBox(geometry);
  const top = group.collapsed ? group.topPx + headerPx / 2 : group.rowsTopPx + (row + 0.5) * group.rowPx;
  return { x: plot.x + pixelAt(geometry.range, plot.width, atNs), y: axisPx + top - geometry.scrollTopPx };
}
