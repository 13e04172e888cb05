import { spreadOfLogarithms } from './ratio-interval.ts';
import { studentQuantile } from './student-t.ts';

export interface NeededOptions {
  /** The relative difference to be found: 0.05 is 5 %. */
  readonly difference: number;
  /** Share of comparisons that should find it when it is there, 0–1. */
  readonly power: number;
  /** Of the interval, 0–1. */
  readonly confidence: number;
}

const defaults: NeededOptions = { difference: 0.05, power: 0.8, confidence: 0.95 };

/**
 * How many repeats each of two groups needs so that `ratioOfRepeats` finds a difference of this size, going by the spread of those that there
 * are. The t test's number, n = 2 ((t₁₋α/₂ + t_power) s / δ)² on logarithms (Chow, Shao and Wang, "Sample Size Calculations in Clinical Research",
 * 2nd ed., 2008, 3.2), times π/2, what a median needs more than a mean where noise is normal (van der Vaart, "Asymptotic
 * Statistics", 1998, 14.1). In simulated comparisons (log-normal noise of 0.5–10 %, known) so many find a difference of 5 % in 83 % and more; of
 * three repeats the spread itself is known to a factor of two at best, so it is "about" so many. Outliers make it too large.
 * Null: no group shows a spread, or a value is not above zero.
 */
export function repeatsNeeded(
  a: readonly number[],
  b: readonly number[],
  { difference, power, confidence }: NeededOptions = defaults,
): number | null {
  if ([...a, ...b].some((value) => !(value > 0))) return null;
  const groups = [a, b].filter((values) => values.length > 1).map(spreadOfLogarithms);
  const degrees = groups.reduce((sum, { count }) => sum + count - 1, 0);
  if (degrees === 0) return null;
  const variance = groups.reduce((sum, group) => sum + (group.count - 1) * group.variance, 0) / degrees;
  const needed = (repeats: number): number => {
    const reach =
      studentQuantile((1 + confidence) / 2, 2 * repeats - 2) + studentQuantile(power, 2 * repeats - 2);
    return 2 * ((reach * Math.sqrt(variance)) / Math.log1p(difference)) ** 2;
  };
  return Math.max(2, Math.ceil((Math.PI / 2) * smallestThatSuffices(needed)));
}

/** The smallest whole number from 2 on that is at least what it asks for, which falls as it grows. */
function smallestThatSuffices(asked: (repeats: number) => number): number {
  let enough = 2;
  while (enough < asked(enough)) enough *= 2;
  let tooFew = enough / 2;
  while (enough - tooFew > 1 && enough > 2) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (middle < asked(middle)) tooFew = middle;
    else enough = middle;
  }
  return enough;
}
