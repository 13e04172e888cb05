import type { RankTest } from './rank-test.ts';

export const effectSizes = ['negligible', 'small', 'medium', 'large'] as const;
export type EffectSize = (typeof effectSizes)[number];

/**
 * How far two groups lie apart, whatever the number of values: 1 when every value of B is larger than every one of A, −1 when every one is
 * smaller, 0 when they mix evenly (Cliff, "Dominance statistics: Ordinal analyses to answer ordinal questions", Psychological Bulletin 114, 1993).
 */
export const cliffsDelta = ({ superiority }: RankTest): number => 2 * superiority - 1;

/**
 * The word for a delta: bounds at 0.147, 0.33 and 0.474 (Romano et al., "Appropriate statistics for ordinal level data", Florida Association of
 * Institutional Research, 2006).
 */
export function sizeOfEffect(delta: number): EffectSize {
  const away = Math.abs(delta);
  if (away < 0.147) return 'negligible';
  if (away < 0.33) return 'small';
  return away < 0.474 ? 'medium' : 'large';
}
