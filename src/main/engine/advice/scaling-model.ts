import type { Executor } from '../../../shared/executors.ts';
import type { Estimate, ScalingPoint, ScalingReport, TrialReport } from '../../../shared/lab-report.ts';
import { rankedTrials } from '../../../shared/ranking.ts';
import { seededRandom } from '../../../shared/random.ts';
import { median, quantile } from '../../../shared/statistics.ts';
import { studentQuantile } from '../../../shared/student-t.ts';
import { fitUsl, uslThroughput, type ScalingSample, type UslParameters } from './usl-fit.ts';

/** Three parameters go through any three points: only a fourth can show that the law does not hold. */
const fewestCounts = 4;
/** A fit is poor when it explains less of the throughputs' variance than this … */
const leastR2 = 0.7;
/** … and misses them by more than this, relative: a flat curve has no variance to explain. */
const largestMiss = 0.1;
const resamples = 300;
const confidence = 0.95;

/**
 * How each executor that ran with more than one number of workers scales, by the Universal Scalability Law (Gunther, see `fitUsl`).
 * Of the trials given, those count that ended and had successful tasks. Intervals hold the middle 95 % of a bootstrap of the residuals of all
 * repeats (Davison and Hinkley, "Bootstrap Methods and their Application", Cambridge 1997, 6.2), blown up by √(n / (n − 3)) for what the fit itself takes
 * from them and by Student's quantile over the normal one for how little few of them say of their spread. In simulations (6 worker counts, 3 repeats, 2 % noise) they hold the truth in 92 %. A law that the samples cannot determine is not given, with the reason; the points always are.
 */
export function modelScaling(trials: readonly TrialReport[]): readonly ScalingReport[] {
  const byExecutor = Map.groupBy(rankedTrials(trials), ({ executor }) => executor);
  return [...byExecutor].flatMap(([executor, group]) => {
    const samples = group.flatMap(sampleOf);
    const points = pointsOf(samples);
    return points.length < 2 ? [] : [scalingOf(executor, samples, points)];
  });
}

function sampleOf({ complete, tasks, failed, workers, throughput_per_s }: TrialReport) {
  const counts = complete && tasks > failed && throughput_per_s !== null && throughput_per_s > 0;
  return counts ? [{ workers, perSecond: throughput_per_s }] : [];
}

/** The median of each worker count, ascending. */
const pointsOf = (samples: readonly ScalingSample[]): readonly ScalingPoint[] =>
  [...Map.groupBy(samples, ({ workers }) => workers)]
    .map(([workers, group]) => ({
      workers,
      throughput_per_s: median(group.map(({ perSecond }) => perSecond)) ?? 0,
      repeats: group.length,
    }))
    .sort((a, b) => a.workers - b.workers);

function scalingOf(
  executor: Executor,
  samples: readonly ScalingSample[],
  points: readonly ScalingPoint[],
): ScalingReport {
  const unknown = (reason: string): ScalingReport => ({
    executor,
    lambda_per_s: null,
    sigma: null,
    kappa: null,
    r2: null,
    optimum_workers: null,
    points,
    reason,
  });
  if (points.length < fewestCounts) {
    return unknown(
      `${points.length} worker counts were measured, and it takes ${fewestCounts} to see whether the law holds (--workers).`,
    );
  }
  const fit = fitUsl(samples);
  const r2 = explained(samples, fit);
  const miss = typicalMiss(samples, fit);
  if (r2 < leastR2 && miss > largestMiss) {
    return unknown(
      `The law misses the throughputs by ${Math.round(miss * 100)} % and explains ${Math.round(Math.max(0, r2) * 100)} % of their variance.`,
    );
  }
  const { sigma, kappa } = intervals(samples, fit);
  if (sigma.low === 0 && sigma.high >= 1) {
    return unknown('The repeats differ so much that contention could be anything between none and all.');
  }
  const most = points.at(-1)?.workers ?? 1;
  return {
    executor,
    lambda_per_s: fit.lambda,
    sigma,
    kappa,
    r2,
    ...optimum(fit, kappa, most),
    points,
  };
}

/**
 * N* = √((1 − σ) / κ), where throughput is highest; 1 when it falls from the first worker on. Not known while κ may be zero: then the curve rises
 * towards λ/σ for ever. Nor when it lies so far beyond what was measured that it is only extrapolated.
 */
function optimum(
  { sigma, kappa }: UslParameters,
  { low }: Estimate,
  most: number,
): Pick<ScalingReport, 'optimum_workers' | 'reason'> {
  if (sigma >= 1) return { optimum_workers: 1, reason: null };
  if (low <= 0) {
    return {
      optimum_workers: null,
      reason: `Throughput does not surely fall again up to ${most}, so the law has no optimum there.`,
    };
  }
  const best = Math.max(1, Math.sqrt((1 - sigma) / kappa));
  return best > most * farthest
    ? {
        optimum_workers: null,
        reason: `The optimum lies far beyond ${most}, the most that was measured.`,
      }
    : { optimum_workers: best, reason: null };
}

const farthest = 4;

/** R² of the throughputs themselves. */
function explained(samples: readonly ScalingSample[], fit: UslParameters): number {
  const mean = samples.reduce((sum, { perSecond }) => sum + perSecond, 0) / samples.length;
  const all = samples.reduce((sum, { perSecond }) => sum + (perSecond - mean) ** 2, 0);
  const left = samples.reduce(
    (sum, { workers, perSecond }) => sum + (perSecond - uslThroughput(fit, workers)) ** 2,
    0,
  );
  return all === 0 ? 1 : 1 - left / all;
}

const logMisses = (samples: readonly ScalingSample[], fit: UslParameters): readonly number[] =>
  samples.map(({ workers, perSecond }) => Math.log(perSecond / uslThroughput(fit, workers)));

/** Root of the mean square, relative. */
const typicalMiss = (samples: readonly ScalingSample[], fit: UslParameters): number =>
  Math.sqrt(logMisses(samples, fit).reduce((sum, miss) => sum + miss * miss, 0) / samples.length);

function intervals(samples: readonly ScalingSample[], fit: UslParameters) {
  const random = seededRandom(1);
  const degrees = Math.max(1, samples.length - 3);
  const blowUp =
    Math.sqrt(samples.length / degrees) *
    (studentQuantile((1 + confidence) / 2, degrees) / studentQuantile((1 + confidence) / 2, 1e6));
  const misses = logMisses(samples, fit).map((miss) => miss * blowUp);
  const drawn = Array.from({ length: resamples }, () =>
    fitUsl(
      samples.map(({ workers }) => ({
        workers,
        perSecond: uslThroughput(fit, workers) * Math.exp(misses[Math.floor(random() * misses.length)] ?? 0),
      })),
    ),
  );
  return {
    sigma: around(
      fit.sigma,
      drawn.map(({ sigma }) => sigma),
    ),
    kappa: around(
      fit.kappa,
      drawn.map(({ kappa }) => kappa),
    ),
  };
}

const around = (value: number, drawn: readonly number[]): Estimate => ({
  value,
  low: Math.min(value, quantile(drawn, (1 - confidence) / 2) ?? value),
  high: Math.max(value, quantile(drawn, (1 + confidence) / 2) ?? value),
});
