/**
 * The part of a time axis that is seen. Pure: every movement gives a new range, held within the bounds of what there
 * is to see. Nanoseconds, on whatever axis the caller has.
 */
export interface TimeRange {
  readonly fromNs: number;
  readonly toNs: number;
}

/** The narrowest range that can be looked at: below, ticks would name fractions of what the clock resolves. */
export const narrowestNs = 1000;

export const spanOf = ({ fromNs, toNs }: TimeRange): number => toNs - fromNs;

/** Holds a range within the bounds: first its width, then its place. Its middle stays where it can. */
export function clampRange(range: TimeRange, bounds: TimeRange): TimeRange {
  const widest = Math.max(narrowestNs, spanOf(bounds));
  const span = Math.min(widest, Math.max(narrowestNs, spanOf(range)));
  const middle = (range.fromNs + range.toNs) / 2;
  const fromNs = Math.min(
    Math.max(middle - span / 2, bounds.fromNs),
    Math.max(bounds.fromNs, bounds.toNs - span),
  );
  return { fromNs, toNs: fromNs + span };
}

/** Narrows (factor < 1) or widens the range so that `atNs` stays under the pointer, as far as the bounds let it. */
export function zoomAbout(range: TimeRange, factor: number, atNs: number, bounds: TimeRange): TimeRange {
  const span = spanOf(range);
  const target = Math.min(Math.max(span * factor, narrowestNs), Math.max(narrowestNs, spanOf(bounds)));
  const share = (atNs - range.fromNs) / span;
  const fromNs = atNs - share * target;
  return clampRange({ fromNs, toNs: fromNs + target }, bounds);
}

export const panBy = (range: TimeRange, byNs: number, bounds: TimeRange): TimeRange =>
  clampRange({ fromNs: range.fromNs + byNs, toNs: range.toNs + byNs }, bounds);

/** A range around `wanted` with some air on both sides: a task that fills the view edge to edge shows no neighbours. */
export function rangeAround(wanted: TimeRange, bounds: TimeRange, air = 0.1): TimeRange {
  const span = Math.max(spanOf(wanted), narrowestNs);
  return clampRange({ fromNs: wanted.fromNs - span * air, toNs: wanted.toNs + span * air }, bounds);
}

/** Moves the range no further than needed to contain `wanted`; one that is wider than the range is centred. */
export function revealRange(range: TimeRange, wanted: TimeRange, bounds: TimeRange): TimeRange {
  if (wanted.fromNs >= range.fromNs && wanted.toNs <= range.toNs) return range;
  const air = spanOf(range) * 0.05;
  if (spanOf(wanted) > spanOf(range) - 2 * air) {
    return panBy(range, (wanted.fromNs + wanted.toNs - range.fromNs - range.toNs) / 2, bounds);
  }
  return wanted.fromNs < range.fromNs
    ? panBy(range, wanted.fromNs - air - range.fromNs, bounds)
    : panBy(range, wanted.toNs + air - range.toNs, bounds);
}

/** Where a moment lies, in pixels from the plot's left edge. */
export const pixelAt = (range: TimeRange, widthPx: number, ns: number): number =>
  ((ns - range.fromNs) / spanOf(range)) * widthPx;

export const momentAt = (range: TimeRange, widthPx: number, px: number): number =>
  range.fromNs + (px / widthPx) * spanOf(range);

export const overlaps = (a: TimeRange, b: TimeRange): boolean => a.fromNs < b.toNs && b.fromNs < a.toNs;

export const contains = (outer: TimeRange, inner: TimeRange): boolean =>
  outer.fromNs <= inner.fromNs && outer.toNs >= inner.toNs;
