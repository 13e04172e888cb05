/**
 * The regularised incomplete beta function I_x(a, b), from which the tails of the t and the binomial distribution come: by its
 * continued fraction (NIST Digital Library of Mathematical Functions, 8.17.22) where that converges fast, else by its symmetry (8.17.4).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** It takes about √(a + b) steps: enough for a hundred million samples. */
const mostSteps = 20_000;

/** The continued fraction by Lentz's method (Thompson and Barnett, "Coulomb and Bessel functions", J. Comput. Phys. 64, 1986). */
function betaFraction(x: number, a: number, b: number): number {
  const least = 1e-300;
  const away = (value: number): number => (Math.abs(value) < least ? least : value);
  let upper = 1;
  let lower = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = lower;
  for (let step = 1; step <= mostSteps; step++) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    lower = 1 / away(1 + even * lower);
    upper = away(1 + even / upper);
    value *= upper * lower;
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    lower = 1 / away(1 + odd * lower);
    upper = away(1 + odd / upper);
    const factor = upper * lower;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return value;
}

/** ln Γ(x) for x > 0, by Lanczos' series with g = 7 and nine terms (as in Godfrey's note of 2001): about 15 digits. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x - 1 + 7.5;
  const series = lanczos.reduce(
    (sum, coefficient, index) => sum + coefficient / (x - 1 + index + 1),
    0.99999999999980993,
  );
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
