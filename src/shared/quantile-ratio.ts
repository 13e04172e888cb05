import { incompleteBeta } from './incomplete-beta.ts';
import type { RatioInterval } from './statistics.ts';

/** Values of which the one of each rank can be told, the smallest being of rank 0; null: no such rank. */
export interface Ranked {
  readonly total: number;
  atRank(rank: number): number | null;
}

/** The quantile by linear interpolation between ranks, as `quantileOfSorted` has it. Null: no values. */
export function quantileOf(values: Ranked, share: number): number | null {
  const position = (values.total - 1) * share;
  const below = values.atRank(Math.floor(position));
  const above = values.atRank(Math.ceil(position));
  return below === null || above === null
    ? null
    : below + (above - below) * (position - Math.floor(position));
}

/**
 * The ratio of one quantile of two large groups of independent values, with an interval that assumes no shape. Each quantile's limits are
 * two of the values, of ranks by the binomial distribution (David and Nagaraja, "Order Statistics", 3rd ed., 2003, 7.1); those of
 * the ratio are put together from them on logarithms (MOVER: Zou and Donner, "Construction of confidence limits about effect measures",
 * Statistics in Medicine 27, 2008). No value is drawn again, so that a million cost no more than a thousand.
 *
 * `low` and `high` are null when there are too few values for limits on both sides (at 95 %: 6 for the median, 72 for p95, 368 for p99).
 * Null: a group is empty, or the quantile is not above zero.
 */
export function ratioOfQuantiles(
  top: Ranked,
  bottom: Ranked,
  share: number,
  confidence = 0.95,
): (Pick<RatioInterval, 'ratio'> & { readonly low: number | null; readonly high: number | null }) | null {
  const above = quantileOf(top, share);
  const below = quantileOf(bottom, share);
  if (above === null || below === null || above <= 0 || below <= 0) return null;
  const ratio = above / below;
  const upper = limitsOfQuantile(top, share, confidence);
  const lower = limitsOfQuantile(bottom, share, confidence);
  if (upper === null || lower === null) return { ratio, low: null, high: null };
  const down = Math.hypot(Math.log(above / upper.low), Math.log(lower.high / below));
  const up = Math.hypot(Math.log(upper.high / above), Math.log(below / lower.low));
  return { ratio, low: ratio * Math.exp(-down), high: ratio * Math.exp(up) };
}

/** Values between which the quantile lies with the confidence asked for. Null: there are too few. */
function limitsOfQuantile(values: Ranked, share: number, confidence: number) {
  const tail = (1 - confidence) / 2;
  const { total } = values;
  // The most values below it of which there are surely as many, and the fewest of which there are surely no more.
  const low = lastWhere(total, (rank) => chanceOfFewer(rank, total, share) <= tail) - 1;
  const high = lastWhere(total, (rank) => chanceOfFewer(rank, total, share) < 1 - tail);
  const least = values.atRank(low);
  const most = values.atRank(high);
  return least === null || most === null || !(least > 0) ? null : { low: least, high: most };
}

/** The chance that fewer than `rank` of so many values lie below the quantile: the binomial distribution by the incomplete beta function. */
const chanceOfFewer = (rank: number, total: number, share: number): number =>
  rank <= 0 ? 0 : rank > total ? 1 : incompleteBeta(1 - share, total - rank + 1, rank);

/** The last of 0 … most of which it holds; it holds of 0. */
function lastWhere(most: number, holds: (rank: number) => boolean): number {
  let yes = 0;
  let no = most + 1;
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
