/**
 * The rank test of Wilcoxon, Mann and Whitney: do values of one group tend to be larger than those of another? It looks at their order alone, so
 * outliers and the shape of the noise do not matter to it. And what it counts as an effect's size.
 */
export interface RankTest {
  /** Pairs (a value of B, a value of A) in which B's is larger; ties count half. */
  readonly u: number;
  /** Two-sided: how often chance alone would give so uneven an order, 0–1. */
  readonly p: number;
  /** From the permutations themselves, and not from the normal distribution. */
  readonly exact: boolean;
  /**
   * The chance that a value of B is larger than one of A, ties half: A₁₂ of Vargha and Delaney, "A Critique and Improvement of the CL
   * Common Language Effect Size Statistics", J. Educ. Behav. Stat. 25, 2000. 0.5: neither.
   */
  readonly superiority: number;
}

/** Equal values: how many of A and of B have it. */
interface Tie {
  readonly a: number;
  readonly b: number;
}

/** Null: a group is empty. */
export function rankTest(a: ArrayLike<number>, b: ArrayLike<number>): RankTest | null {
  const counts = new Map<number, { a: number; b: number }>();
  const countInto = (values: ArrayLike<number>, group: 'a' | 'b'): void => {
    for (const value of Array.from(values)) {
      const tie = counts.get(value) ?? { a: 0, b: 0 };
      tie[group] += 1;
      counts.set(value, tie);
    }
  };
  countInto(a, 'a');
  countInto(b, 'b');
  return rankTestOfTies([...counts].sort(([one], [other]) => one - other).map(([, tie]) => tie));
}

/** The same for values in bins, ascending, `a[i]` and `b[i]` of them in bin i: what shares a bin counts as equal. */
export const rankTestOfBins = (a: ArrayLike<number>, b: ArrayLike<number>): RankTest | null =>
  rankTestOfTies(
    Array.from(a, (count, bin) => ({ a: count, b: b[bin] ?? 0 })).filter((tie) => tie.a + tie.b > 0),
  );

/** Up to so many values in both groups, all orders are counted. */
const mostCounted = 50;

function rankTestOfTies(ties: readonly Tie[]): RankTest | null {
  const countA = ties.reduce((sum, { a }) => sum + a, 0);
  const countB = ties.reduce((sum, { b }) => sum + b, 0);
  if (countA === 0 || countB === 0) return null;
  let u = 0;
  let smallerOfA = 0;
  for (const { a, b } of ties) {
    u += b * (smallerOfA + a / 2);
    smallerOfA += a;
  }
  const exact = countA + countB <= mostCounted;
  const p = exact ? exactP(ties, countA, countB, u) : normalP(ties, countA, countB, u);
  return { u, p, exact, superiority: u / (countA * countB) };
}

/**
 * The share of all ways to deal the seen values out to the groups that are as uneven as this one, ties included, by counting the sums
 * of ranks (Streitberg and Röhmel, "Exact distributions for permutation and rank tests", Statistical Software Newsletter 12, 1986).
 * Ranks are doubled, so that those of ties are whole.
 */
function exactP(ties: readonly Tie[], countA: number, countB: number, u: number): number {
  const all = countA + countB;
  const sums = all * (all + 1);
  // ways[k][s]: how many choices of k values have doubled ranks that add up to s.
  const ways = Array.from({ length: countB + 1 }, () => new Float64Array(sums + 1));
  const none = ways[0];
  if (none !== undefined) none[0] = 1;
  let before = 0;
  for (const { a, b } of ties) {
    const rank = 2 * before + a + b + 1;
    before += a + b;
    for (let value = 0; value < a + b; value++) addChoice(ways, rank);
  }
  const seen = 2 * u + countB * (countB + 1);
  const middle = countB * (all + 1);
  let uneven = 0;
  let total = 0;
  for (const [sum, count] of (ways[countB] ?? new Float64Array()).entries()) {
    total += count;
    if (Math.abs(sum - middle) >= Math.abs(seen - middle)) uneven += count;
  }
  return uneven / total;
}

/** One more value may be chosen, or not. From many to few, so that it is chosen once. */
function addChoice(ways: readonly Float64Array[], rank: number): void {
  for (let chosen = ways.length - 1; chosen > 0; chosen--) {
    const fewer = ways[chosen - 1];
    const these = ways[chosen];
    if (fewer === undefined || these === undefined) continue;
    for (let sum = rank; sum < these.length; sum++) {
      these[sum] = (these[sum] ?? 0) + (fewer[sum - rank] ?? 0);
    }
  }
}

/** The normal approximation with corrections for ties and continuity (Lehmann, "Nonparametrics", 1975, 1.3 and 1.4). */
function normalP(ties: readonly Tie[], countA: number, countB: number, u: number): number {
  const all = countA + countB;
  const tied = ties.reduce((sum, { a, b }) => sum + (a + b) ** 3 - (a + b), 0);
  const variance = ((countA * countB) / 12) * (all + 1 - tied / (all * (all - 1)));
  if (variance <= 0) return 1;
  const away = Math.max(0, Math.abs(u - (countA * countB) / 2) - 0.5) / Math.sqrt(variance);
  return Math.min(1, 2 * normalTail(away));
}

/**
 * Share of the standard normal distribution above z ≥ 0, to seven digits and never negative: 26.2.17 of Abramowitz and Stegun,
 * "Handbook of Mathematical Functions", 1964.
 */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}
