import { seededRandom } from '../../src/shared/random.ts';

/** Sources of measured values as machines give them, for simulations that come out the same each time. */
export function noiseFrom(seed: number) {
  const random = seededRandom(seed);
  // Box and Muller.
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const exponential = (): number => -Math.log(1 - random());
  return {
    /** Log-normal around a median. */
    around: (median: number, spread: number, count: number): number[] =>
      Array.from({ length: count }, () => median * Math.exp(spread * normal())),
    /** Never below `least`, with a long tail; the median is least · (1 + tail · ln 2). */
    tailed: (least: number, tail: number, count: number): number[] =>
      Array.from({ length: count }, () => least * (1 + tail * exponential())),
  };
}
