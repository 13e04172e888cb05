/** Throughput measured once with so many workers. */
export interface ScalingSample {
  readonly workers: number;
  readonly perSecond: number;
}

/** Parameters of the Universal Scalability Law. `lambda`: throughput of one worker in tasks a second. */
export interface UslParameters {
  readonly lambda: number;
  /** Contention: the share of the work that only one worker can do at a time. */
  readonly sigma: number;
  /** Coherency: what each pair of workers costs by keeping each other up to date. */
  readonly kappa: number;
}

/** What the law predicts: X(N) = λN / (1 + σ(N − 1) + κN(N − 1)). */
export const uslThroughput = ({ lambda, sigma, kappa }: UslParameters, workers: number): number =>
  (lambda * workers) / costOf(sigma, kappa, workers);

const costOf = (sigma: number, kappa: number, workers: number): number =>
  1 + sigma * (workers - 1) + kappa * workers * (workers - 1);

/**
 * Fits the Universal Scalability Law (Gunther, "Guerrilla Capacity Planning", Springer 2007, ch. 5) to samples by nonlinear least squares with
 * σ, κ ≥ 0. The squares are of logarithms, as noise of throughputs is proportional to them. Given σ and κ the best λ is known
 * in closed form, which leaves two unknowns (variable projection: Golub and Pereyra, SIAM J. Numer. Anal. 10, 1973); they are found by Levenberg's and
 * Marquardt's steps, kept at or above zero, from the linear fit of N / X. All throughputs are above zero, and at least one sample is given.
 */
export function fitUsl(samples: readonly ScalingSample[]): UslParameters {
  let best = linearFit(samples);
  let residuals = residualsOf(samples, best);
  let squares = sumOfSquares(residuals.values);
  let damping = 1e-3;
  for (let round = 0; round < mostRounds; round += 1) {
    const step = marquardtStep(samples, best, residuals.values, damping);
    const next = {
      sigma: Math.max(0, best.sigma + step.sigma),
      kappa: Math.max(0, best.kappa + step.kappa),
    };
    const tried = residualsOf(samples, next);
    const triedSquares = sumOfSquares(tried.values);
    if (triedSquares < squares) {
      const gain = squares - triedSquares;
      [best, residuals, squares] = [next, tried, triedSquares];
      damping = Math.max(damping / 10, 1e-12);
      if (gain <= squares * 1e-12) break;
    } else {
      damping *= 10;
      if (damping > 1e12) break;
    }
  }
  return { lambda: Math.exp(residuals.logLambda), ...best };
}

const mostRounds = 100;

interface Shape {
  readonly sigma: number;
  readonly kappa: number;
}

/** log X − log of the law with λ = 1; their mean is the best log λ, and what is left are the residuals. */
function residualsOf(samples: readonly ScalingSample[], { sigma, kappa }: Shape) {
  const raw = samples.map(({ workers, perSecond }) =>
    Math.log((perSecond * costOf(sigma, kappa, workers)) / workers),
  );
  const logLambda = meanOf(raw);
  return { logLambda, values: raw.map((value) => value - logLambda) };
}

function marquardtStep(
  samples: readonly ScalingSample[],
  { sigma, kappa }: Shape,
  residuals: readonly number[],
  damping: number,
): Shape {
  const bySigma = centred(samples.map(({ workers: n }) => (n - 1) / costOf(sigma, kappa, n)));
  const byKappa = centred(samples.map(({ workers: n }) => (n * (n - 1)) / costOf(sigma, kappa, n)));
  // A parameter that lies at its bound and is pushed further stays out of the step.
  const sigmaFree = sigma > 0 || dot(bySigma, residuals) < 0;
  const kappaFree = kappa > 0 || dot(byKappa, residuals) < 0;
  const ss = dot(bySigma, bySigma) * (1 + damping);
  const kk = dot(byKappa, byKappa) * (1 + damping);
  const sr = -dot(bySigma, residuals);
  const kr = -dot(byKappa, residuals);
  if (!sigmaFree && !kappaFree) return { sigma: 0, kappa: 0 };
  if (!kappaFree) return { sigma: ss === 0 ? 0 : sr / ss, kappa: 0 };
  if (!sigmaFree) return { sigma: 0, kappa: kk === 0 ? 0 : kr / kk };
  const sk = dot(bySigma, byKappa);
  const determinant = ss * kk - sk * sk;
  if (determinant <= 0) return { sigma: ss === 0 ? 0 : sr / ss, kappa: 0 };
  return { sigma: (sr * kk - kr * sk) / determinant, kappa: (kr * ss - sr * sk) / determinant };
}

/** N / X = 1/λ + σ/λ (N − 1) + κ/λ N(N − 1) is linear; a coefficient below zero is taken for zero. Near enough to begin from. */
function linearFit(samples: readonly ScalingSample[]): Shape {
  const perWorker = samples.map(({ workers, perSecond }) => workers / perSecond);
  const scale = meanOf(perWorker);
  const ratios = centred(perWorker.map((value) => value / scale));
  const a = centred(samples.map(({ workers: n }) => n - 1));
  const b = centred(samples.map(({ workers: n }) => n * (n - 1)));
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  const determinant = aa * bb - ab * ab;
  const both =
    determinant <= 1e-9 * aa * bb
      ? { sigma: aa === 0 ? 0 : dot(a, ratios) / aa, kappa: 0 }
      : {
          sigma: (dot(a, ratios) * bb - dot(b, ratios) * ab) / determinant,
          kappa: (dot(b, ratios) * aa - dot(a, ratios) * ab) / determinant,
        };
  const { sigma, kappa } = { sigma: Math.max(0, both.sigma), kappa: Math.max(0, both.kappa) };
  const first = 1 - meanOf(samples.map(({ workers: n }) => sigma * (n - 1) + kappa * n * (n - 1)));
  const unit = first > 0.05 ? first : 0.05;
  return { sigma: sigma / unit, kappa: kappa / unit };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function centred(values: readonly number[]): readonly number[] {
  const middle = meanOf(values);
  return values.map((value) => value - middle);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

const sumOfSquares = (values: readonly number[]): number => dot(values, values);
