import type { Percentiles } from './lab-report.ts';
import { seededRandom } from './random.ts';

/** Figures over samples of one quantity. NaN stands for "not known" and is left out everywhere; no sample, no figure: null. */

/** Arithmetic mean. */
export function mean(values: ArrayLike<number>): number | null {
  let sum = 0;
  let known = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  return known === 0 ? null : sum / known;
}

/** The middle value, or the mean of the two middle ones. */
export const median = (values: ArrayLike<number>): number | null =>
  quantileOfSorted(sortedKnown(values), 0.5);

/** The value below which `share` (0–1) of the samples lie; see `quantileOfSorted`. */
export const quantile = (values: ArrayLike<number>, share: number): number | null =>
  quantileOfSorted(sortedKnown(values), share);

/** Median, 95th and 99th percentile in the unit of the values. */
export function percentiles(values: ArrayLike<number>): Percentiles {
  const sorted = sortedKnown(values);
  return {
    p50: quantileOfSorted(sorted, 0.5),
    p95: quantileOfSorted(sorted, 0.95),
    p99: quantileOfSorted(sorted, 0.99),
  };
}

/**
 * Quantile of ascending values by linear interpolation between the closest ranks, position (n − 1) · share:
 * definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996),
 * the default of R, NumPy and spreadsheets.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number | null {
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  // Equal neighbours are answered as they are: interpolating between two infinities would give NaN.
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}

/** How the medians of two groups relate: `ratio` = median(a) / median(b), between `low` and `high` with the confidence asked for. */
export interface RatioInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** Share of intervals that should hold the true ratio, 0–1. */
  readonly confidence: number;
  readonly resamples: number;
  readonly seed: number;
}

/**
 * The ratio of two medians with its percentile bootstrap interval (Efron and Tibshirani, "An Introduction to the
 * Bootstrap", 1993, ch. 13): both groups are drawn again with replacement, and the interval holds the middle of
 * the ratios seen. It assumes independent samples within and between the groups. Few samples give too narrow an interval:
 * of nominal 95 %, simulation (log-normal noise, 3000 rounds) finds 68 % at 2 samples a group, 89 % at 3, 91 % at 4, 96 % from 5 on.
 * Null when a group is empty or the ratio is not finite (median of b is 0).
 */
export function medianRatio(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { confidence, resamples, seed }: BootstrapOptions = { confidence: 0.95, resamples: 2000, seed: 1 },
): RatioInterval | null {
  const sortedA = sortedKnown(a);
  const sortedB = sortedKnown(b);
  const ratio =
    (quantileOfSorted(sortedA, 0.5) ?? Number.NaN) / (quantileOfSorted(sortedB, 0.5) ?? Number.NaN);
  if (!Number.isFinite(ratio)) return null;
  const random = seededRandom(seed);
  const drawA = new Float64Array(sortedA.length);
  const drawB = new Float64Array(sortedB.length);
  const ratios = Float64Array.from({ length: resamples }, () => {
    const top = medianOfDraw(sortedA, drawA, random);
    return top / medianOfDraw(sortedB, drawB, random);
  });
  const seen = sortedKnown(ratios);
  const tail = (1 - confidence) / 2;
  return {
    ratio,
    low: Math.min(ratio, quantileOfSorted(seen, tail) ?? ratio),
    high: Math.max(ratio, quantileOfSorted(seen, 1 - tail) ?? ratio),
  };
}

function medianOfDraw(values: Float64Array, draw: Float64Array, random: () => number): number {
  for (let index = 0; index < draw.length; index++) {
    draw[index] = values[Math.floor(random() * values.length)] ?? Number.NaN;
  }
  return quantileOfSorted(draw.sort(), 0.5) ?? Number.NaN;
}

function sortedKnown(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  // Typed arrays sort NaN behind everything else.
  let length = sorted.length;
  while (length > 0 && Number.isNaN(sorted[length - 1])) length--;
  return sorted.subarray(0, length);
}
