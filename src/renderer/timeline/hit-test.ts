import { groupsInSight, headerPx, slicesShare } from './layout.ts';
import type { TrackLayout } from './layout.ts';
import type { Box, Point } from './painter.ts';
import { momentAt } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** All that decides where something is on the canvas. */
export interface Geometry {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly layout: TrackLayout;
  readonly scrollTopPx: number;
  /** What is seen, on the axis. */
  readonly range: TimeRange;
}

export const axisPx = 28;

/** The width of the names at the left: room for the longest name of an executor, its workers and a repeat. */
const gutterPx = 208;

/** Where time runs from left to right, below the axis. */
export function plotBox({ widthPx, heightPx }: Pick<Geometry, 'widthPx' | 'heightPx'>): Box {
  return {
    x: gutterPx,
    y: axisPx,
    width: Math.max(1, widthPx - gutterPx),
    height: Math.max(0, heightPx - axisPx),
  };
}

export type Hit =
  | { readonly area: 'axis'; readonly atNs: number }
  /** The header of a group; `atNs` is null over its name. */
  | { readonly area: 'header'; readonly id: number; readonly atNs: number | null }
  | { readonly area: 'name'; readonly id: number; readonly row: number }
  /** `share`: how far down the row it is, 0–1. `upper`: where a lane shows its tasks, and not the slices of its thread. */
  | {
      readonly area: 'row';
      readonly id: number;
      readonly row: number;
      readonly share: number;
      readonly upper: boolean;
      readonly atNs: number;
    }
  | { readonly area: 'ground'; readonly atNs: number | null };

/** What lies under a point of the canvas: the inverse of how it is painted. Moments are the axis'. */
export function hitTest(geometry: Geometry, { x, y }: Point): Hit {
  const plot = plotBox(geometry);
  const atNs = x < plot.x ? null : momentAt(geometry.range, plot.width, x - plot.x);
  if (y < plot.y) return atNs === null ? { area: 'ground', atNs } : { area: 'axis', atNs };
  const below = y - plot.y;
  for (const { group, headerTopPx, rowsTopPx } of groupsInSight(
    geometry.layout,
    geometry.scrollTopPx,
    plot.height,
  )) {
    if (below >= headerTopPx && below < headerTopPx + headerPx) return { area: 'header', id: group.id, atNs };
    const place = (below - rowsTopPx) / group.rowPx;
    const row = Math.floor(place);
    if (row < 0 || row >= group.rows) continue;
    if (atNs === null) return { area: 'name', id: group.id, row };
    const share = place - row;
    return { area: 'row', id: group.id, row, share, upper: share < 1 - slicesShare, atNs };
  }
  return { area: 'ground', atNs };
}
