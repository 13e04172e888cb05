import { medianRatio, type BootstrapOptions, type RatioInterval } from './statistics.ts';
import { studentQuantile } from './student-t.ts';

/** How the interval of a ratio came about. */
export type IntervalMethod = 'bootstrap' | 'wider-of-bootstrap-and-welch';

export interface RepeatsRatio extends RatioInterval {
  readonly method: IntervalMethod;
}

/** From so many repeats in both groups on, the bootstrap alone keeps its promise. */
export const bootstrapFrom = 5;

const defaults: BootstrapOptions = { confidence: 0.95, resamples: 2000, seed: 1 };

/**
 * median(top) / median(bottom) of two groups of repeats with an interval that few repeats do not make too narrow. From five repeats in
 * both groups on it is the percentile bootstrap of `medianRatio`; below that the wider of it and Welch's interval of the means of the
 * logarithms (Welch, "The generalization of Student's problem when several different population variances are involved",
 * Biometrika 34, 1947), which knows how little two or three values say of their spread.
 *
 * Simulated with seven shapes of noise (log-normal, exponential tails, outliers, two modes, uniform; 1000 rounds each), nominal 95 %:
 * 91–98 % at 2 repeats, 94–98 % at 3, 96–99 % at 4 (bootstrap alone: 65–67, 88–92, 92–95 %), 94–97 % from 5 on. With 3 against 10: 93–97 %. Where
 * one group's noise has four times the other's spread, at 3 repeats 89–96 %, and 78 % when it has two modes.
 *
 * Null: a group has fewer than two repeats, which show no spread; or a value is not above zero, so that ratios mean nothing.
 */
export function ratioOfRepeats(
  top: readonly number[],
  bottom: readonly number[],
  options: BootstrapOptions = defaults,
): RepeatsRatio | null {
  const least = Math.min(top.length, bottom.length);
  if (least < 2 || [...top, ...bottom].some((value) => !(value > 0))) return null;
  const drawn = medianRatio(top, bottom, options);
  if (drawn === null || least >= bootstrapFrom)
    return drawn === null ? null : { ...drawn, method: 'bootstrap' };
  const welch = welchOfLogarithms(top, bottom, options.confidence);
  return {
    ratio: drawn.ratio,
    low: Math.min(drawn.low, welch.low),
    high: Math.max(drawn.high, welch.high),
    method: 'wider-of-bootstrap-and-welch',
  };
}

function welchOfLogarithms(top: readonly number[], bottom: readonly number[], confidence: number) {
  const upper = spreadOfLogarithms(top);
  const lower = spreadOfLogarithms(bottom);
  const upperPart = upper.variance / upper.count;
  const lowerPart = lower.variance / lower.count;
  const variance = upperPart + lowerPart;
  const centre = upper.mean - lower.mean;
  if (variance === 0) return { low: Math.exp(centre), high: Math.exp(centre) };
  // Welch and Satterthwaite's degrees of freedom: those of the smaller group at least, of both together at most.
  const degrees = variance ** 2 / (upperPart ** 2 / (upper.count - 1) + lowerPart ** 2 / (lower.count - 1));
  const reach = studentQuantile((1 + confidence) / 2, degrees) * Math.sqrt(variance);
  return { low: Math.exp(centre - reach), high: Math.exp(centre + reach) };
}

/** Mean and variance (n − 1) of the natural logarithms. The values are above zero. */
export function spreadOfLogarithms(values: readonly number[]): {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
} {
  const logarithms = values.map((value) => Math.log(value));
  const count = logarithms.length;
  const mean = logarithms.reduce((sum, value) => sum + value, 0) / count;
  const squares = logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, variance: count < 2 ? Number.NaN : squares / (count - 1) };
}
