import { familyOf, shortName, type Executor } from '../../../../shared/executors.ts';
import { formatRate } from '../../../../shared/figures.ts';
import type { Estimate, LabReport, ScalingReport } from '../../../../shared/lab-report.ts';
import { rankedTrials } from '../../../../shared/ranking.ts';
import type { ScalingCurve } from '../../../charts/scaling-curves.ts';
import { executorColour, executorDashes, executorFill } from '../../../ui/executor-look.ts';

/** The curve of an executor, as the chart draws it. */
export const curveOf = (report: ScalingReport): ScalingCurve => {
  const { executor, points, lambda_per_s: lambda, sigma, kappa, optimum_workers: optimum } = report;
  return {
    key: executor.replaceAll('.', '-'),
    name: shortName(executor),
    colour: executorColour(executor),
    dashes: executorDashes(executor),
    hollow: executorFill(executor) > 0,
    points: points.map(({ workers, throughput_per_s: perSecond }) => ({ workers, perSecond })),
    law:
      lambda === null || sigma === null || kappa === null
        ? null
        : { lambdaPerSecond: lambda, sigma: sigma.value, kappa: kappa.value },
    optimum,
  };
};

/** A column of the law's figures, beside the executor. */
export interface LawColumn {
  readonly title: string;
  readonly meaning: string;
  readonly cell: (report: ScalingReport) => string;
}

export const lawColumns: readonly LawColumn[] = [
  {
    title: 'best at',
    meaning:
      'The number of workers at which the fitted law has the highest throughput: the ring in the chart.',
    cell: ({ executor, optimum_workers: optimum }) =>
      optimum === null ? '–' : optimumWords(executor, optimum),
  },
  {
    title: 'one worker',
    meaning: 'λ: tasks per second of one worker, by the fitted law.',
    cell: ({ lambda_per_s: lambda }) => (lambda === null ? '–' : `${formatRate(lambda)} /s`),
  },
  {
    title: 'contention',
    meaning: 'σ: the share of the work that only one worker at a time can do. With its 95 % interval.',
    cell: ({ sigma }) => estimateWords(sigma),
  },
  {
    title: 'coherency',
    meaning:
      'κ: what each pair of workers costs to keep in agreement; it makes throughput fall again. With its 95 % interval.',
    cell: ({ kappa }) => estimateWords(kappa),
  },
  {
    title: 'R²',
    meaning: 'The share of the differences among throughputs that the law explains: 1 is all.',
    cell: ({ r2 }) => (r2 === null ? '–' : r2.toFixed(3)),
  },
];

const optimumWords = (executor: Executor, optimum: number): string =>
  `${Number(optimum.toPrecision(2))} ${familyOf(executor) === 'event-loop' ? 'in flight' : optimum === 1 ? 'worker' : 'workers'}`;

const estimateWords = (estimate: Estimate | null): string =>
  estimate === null ? '–' : `${short(estimate.value)} (${short(estimate.low)} to ${short(estimate.high)})`;

const short = (value: number): string => String(Number(value.toPrecision(2)));

/** Why there is no curve at all, and what to do about it. */
export function whyNoCurve({ trials }: LabReport): string {
  if (trials.length === 0) return 'No trial ended, so there is nothing to draw.';
  const remedy =
    'Choose several under Workers on the start screen (--workers 1,2,4), or give the lab more time (--budget).';
  const executors = Map.groupBy(rankedTrials(trials), ({ executor }) => executor);
  const oneEach = [...executors.values()].every(
    (own) => new Set(own.map(({ workers }) => workers)).size === 1,
  );
  return oneEach
    ? `Only one worker count of each executor was run, and a curve takes two. ${remedy}`
    : `No executor got tasks done with more than one worker count, and a curve takes two. ${remedy}`;
}

/** Of executors that ran with one number of workers only, so that there is no curve. */
export function withoutCurve({ trials, scaling }: LabReport): readonly Executor[] {
  const drawn = new Set(scaling.map(({ executor }) => executor));
  return [...new Set(rankedTrials(trials).map(({ executor }) => executor))].filter(
    (executor) => !drawn.has(executor),
  );
}
