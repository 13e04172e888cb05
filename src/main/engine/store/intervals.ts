/**
 * When one track was busy, and with what: slices of a core or tasks of a lane. `key` is the thread or
 * the trial + 1. An interval of no length still begins somewhere and is counted there.
 */
export interface TrackIntervals {
  readonly start: number[];
  readonly end: number[];
  readonly key: number[];
}

export type IntervalsByTrack = Map<number, TrackIntervals>;

export function addInterval(
  to: IntervalsByTrack,
  track: number,
  start: number,
  end: number,
  key: number,
): void {
  let intervals = to.get(track);
  if (intervals === undefined) {
    intervals = { start: [], end: [], key: [] };
    to.set(track, intervals);
  }
  intervals.start.push(start);
  intervals.end.push(end);
  intervals.key.push(key);
}

/** Ordered by start, then end, then key, so that the order of arrival never shows. */
export function sortIntervals(intervals: TrackIntervals): TrackIntervals {
  const { start, end, key } = intervals;
  const compare = (a: number, b: number): number =>
    (start[a] ?? 0) - (start[b] ?? 0) || (end[a] ?? 0) - (end[b] ?? 0) || (key[a] ?? 0) - (key[b] ?? 0);
  let sorted = true;
  for (let index = 1; index < start.length && sorted; index += 1) sorted = compare(index - 1, index) <= 0;
  if (sorted) return intervals;
  const order = Array.from(start.keys()).sort(compare);
  const pick = (values: readonly number[]): number[] => order.map((index) => values[index] ?? 0);
  return { start: pick(start), end: pick(end), key: pick(key) };
}

/**
 * The interval of a settled task on its lane, or null when it never ran. A task whose end nobody saw
 * counts where it began, and is busy for no time.
 */
export function taskInterval(
  start: number,
  end: number,
): { readonly start: number; readonly end: number } | null {
  if (!Number.isFinite(start)) return null;
  return { start, end: Number.isFinite(end) && end > start ? end : start };
}
