import { incompleteBeta } from './incomplete-beta.ts';

/** Student's t distribution, of which `degrees` need not be a whole number (Welch's test gives fractions). */

/** Share of the distribution below `t` (Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 26.7.1). */
export function studentShareBelow(t: number, degrees: number): number {
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The t below which `share` (0–1, both excluded) of the distribution lies, to about ten digits. */
export function studentQuantile(share: number, degrees: number): number {
  if (share < 0.5) return -studentQuantile(1 - share, degrees);
  let above = 1;
  while (studentShareBelow(above, degrees) < share) above *= 2;
  let below = 0;
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (below + above) / 2;
    if (studentShareBelow(middle, degrees) < share) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** Of a double's 53 bits as many as the beta function is exact to. */
const halvings = 45;
