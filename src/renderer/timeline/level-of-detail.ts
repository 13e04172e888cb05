import type { Viewport } from '../../shared/session.ts';
import { contains, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** Plain rectangles keep a frame's budget up to about this many. */
export const mostBars = 3000;
/** Narrower on average, bars tell no more than a strip does. */
const leastBarPx = 2;

export interface GroupDemand {
  readonly id: number;
  readonly rows: number;
  /** How many tasks or slices touch what is seen, as far as is known; null: not known yet. */
  readonly things: number | null;
}

/**
 * The groups whose tasks or slices are drawn one by one; all others are drawn as strips. Those with the fewest come first, until
 * a frame has as many bars as it can afford.
 */
export function drawnSingly(groups: readonly GroupDemand[], widthPx: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  let bars = 0;
  for (const { id, rows, things } of groups.toSorted((a, b) => (a.things ?? 0) - (b.things ?? 0))) {
    if (things === null || bars + things > mostBars || things * leastBarPx > rows * widthPx) continue;
    bars += things;
    chosen.add(id);
  }
  return chosen;
}

/** What of a strip begins in the range, and one per track that may have begun before it. */
export function startedInStrip(strip: Viewport, range: TimeRange): number {
  const perNs = strip.width / (strip.to - strip.from);
  const first = Math.max(0, Math.floor((range.fromNs - strip.from) * perNs));
  const last = Math.max(first, Math.min(strip.width, Math.ceil((range.toNs - strip.from) * perNs)));
  const begun = begunBefore(strip);
  return strip.tracks.length + (begun[last] ?? 0) - (begun[first] ?? 0);
}

const begunByStrip = new WeakMap<Viewport, Float64Array>();

/** How many of all tracks began before each column: every frame asks, of ranges that differ. */
function begunBefore(strip: Viewport): Float64Array {
  const known = begunByStrip.get(strip);
  if (known !== undefined) return known;
  const { width, count } = strip;
  const sums = new Float64Array(width + 1);
  for (let row = 0; row < count.length; row += width) {
    for (let column = 0; column < width; column += 1) {
      sums[column + 1] = (sums[column + 1] ?? 0) + (count[row + column] ?? 0);
    }
  }
  for (let column = 1; column <= width; column += 1) {
    sums[column] = (sums[column] ?? 0) + (sums[column - 1] ?? 0);
  }
  begunByStrip.set(strip, sums);
  return sums;
}

/** The mean share of the range in which a lane of the strip held a task. */
export function busyShare(strip: Viewport, range: TimeRange): number {
  const perNs = strip.width / (strip.to - strip.from);
  const first = Math.max(0, Math.round((range.fromNs - strip.from) * perNs));
  const end = Math.min(strip.width, Math.max(first + 1, Math.round((range.toNs - strip.from) * perNs)));
  let busy = 0;
  for (let row = 0; row < strip.tracks.length; row += 1) {
    for (let at = first; at < end; at += 1) busy += strip.busy[row * strip.width + at] ?? 0;
  }
  return Math.min(1, busy / Math.max(1, (end - first) * strip.tracks.length));
}

/** What is asked for beyond both edges of what is seen, as a share of it: panning a little shows nothing coarse. */
export const stripMargin = 0.25;

export const withMargin = (range: TimeRange, margin: number): TimeRange => {
  const by = spanOf(range) * margin;
  return { fromNs: range.fromNs - by, toNs: range.toNs + by };
};

/** The part of a range in which a group has anything, or null. */
export function withinExtent(range: TimeRange, extent: TimeRange): TimeRange | null {
  const fromNs = Math.max(range.fromNs, extent.fromNs);
  const toNs = Math.min(range.toNs, extent.toNs);
  return fromNs < toNs ? { fromNs, toNs } : null;
}

/** Whether strips of `nsPerPx` over `covered` are as good as any for what is seen of the group. */
export function isSharp(
  covered: TimeRange,
  nsPerPx: number,
  seen: TimeRange,
  extent: TimeRange,
  widthPx: number,
): boolean {
  const needed = withinExtent(seen, extent);
  return needed === null || (contains(covered, needed) && nsPerPx <= (spanOf(seen) / widthPx) * 1.001);
}

/**
 * The range to ask single tasks or slices of: all of the group, or a view's width more on both sides, when that is no more than
 * can be drawn.
 */
export function barsRange(
  needed: TimeRange,
  extent: TimeRange,
  things: number,
  ofGroup: number | null,
): TimeRange {
  if (ofGroup !== null && ofGroup <= mostBars) return extent;
  return things * 3 <= mostBars ? (withinExtent(withMargin(needed, 1), extent) ?? needed) : needed;
}
