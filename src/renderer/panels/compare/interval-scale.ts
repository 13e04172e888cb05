import type { ComparedMetric } from '../../../shared/comparison.ts';

/** A logarithmic axis of ratios with 1 in its middle, from 1 / most to most. */
export interface RatioScale {
  readonly most: number;
  /** Where a ratio lies, 0–1; what lies beyond an end is at it. */
  at(ratio: number): number;
}

const ends = [1.1, 1.25, 1.5, 2, 3, 5, 10] as const;

/** The narrowest scale on which all ratios and their intervals lie; beyond ten times they are cut off. */
export function ratioScale(metrics: readonly Pick<ComparedMetric, 'ratio' | 'low' | 'high'>[]): RatioScale {
  const factors = metrics
    .flatMap(({ ratio, low, high }) => [ratio, low, high])
    .filter((value) => value !== null && value > 0)
    .map((value) => Math.exp(Math.abs(Math.log(value ?? 1))));
  const greatest = Math.max(1, ...factors);
  const most = ends.find((end) => end >= greatest) ?? ends[ends.length - 1] ?? 10;
  return {
    most,
    at: (ratio) => Math.min(1, Math.max(0, 0.5 + Math.log(ratio) / Math.log(most) / 2)),
  };
}
