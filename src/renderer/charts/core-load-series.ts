import { mean } from '../../shared/statistics.ts';

/**
 * Load of several cores over time, as charts draw it: evenly spaced buckets that all cores share. Whether it comes from a lab under way or
 * from a recorded session is nothing to a chart.
 */
export interface CoreLoadSeries {
  readonly cores: readonly number[];
  /** The middle of each bucket, ascending, nanoseconds from the session's start. */
  readonly timesNs: Float64Array;
  /** Row-major cores × times: share of the bucket in which the core was busy, 0–1; NaN: not known. */
  readonly busy: Float32Array;
}

/** Up to so many cores have a curve each; more are a heat strip. */
export const mostCurves = 8;

/** Where the buckets begin and end; null when there are too few of them to tell. */
export function extentOf({
  timesNs,
}: CoreLoadSeries): { readonly fromNs: number; readonly toNs: number } | null {
  const first = timesNs[0];
  const second = timesNs[1];
  const last = timesNs.at(-1);
  if (first === undefined || second === undefined || last === undefined) return null;
  const half = (second - first) / 2;
  // Whole nanoseconds: halves of rounded times leave a trace of one.
  return { fromNs: Math.round(first - half), toNs: Math.round(last + half) };
}

/** The mean over all known buckets of one core; null when none is known. */
export const meanLoad = ({ timesNs, busy }: CoreLoadSeries, row: number): number | null =>
  mean(busy.subarray(row * timesNs.length, (row + 1) * timesNs.length));

/** The mean over all known buckets of all cores; null when none is known. */
export const meanOfAll = ({ busy }: CoreLoadSeries): number | null => mean(busy);

/** What a core did in the last bucket of which anything is known; null when none is. */
export function latestLoad({ timesNs, busy }: CoreLoadSeries, row: number): number | null {
  for (let column = timesNs.length - 1; column >= 0; column--) {
    const share = busy[row * timesNs.length + column] ?? Number.NaN;
    if (!Number.isNaN(share)) return share;
  }
  return null;
}
