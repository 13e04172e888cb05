import { familyOf } from '../../../shared/executors.ts';
import { formatRate, formatShare } from '../../../shared/figures.ts';
import type { Estimate, LabReport, ScalingReport } from '../../../shared/lab-report.ts';
import { wrapText } from './text-layout.ts';
import type { TextView } from './text-view.ts';

/** How executors scale, a line for each whose curve is determined; why not, where it is of none. Pure. */
export function renderScaling({ scaling, verdict }: LabReport, view: TextView): readonly string[] {
  const { columns, paint } = view;
  const title = paint('title', 'Scaling');
  const determined = scaling.filter(({ sigma }) => sigma !== null);
  if (determined.length > 0) {
    return [
      `${title} ${paint('faint', '(Universal Scalability Law, 95 % intervals)')}`,
      ...determined.map((one) => wrapText(`  ${lineOf(one)}`, columns, 4)),
    ];
  }
  const [first] = scaling.toSorted(
    (a, b) => Number(b.executor === verdict.executor) - Number(a.executor === verdict.executor),
  );
  return first?.reason == null
    ? []
    : [
        wrapText(
          `${title} ${paint('faint', `is not determined: ${first.executor}: ${first.reason}`)}`,
          columns,
          2,
        ),
      ];
}

function lineOf({
  executor,
  lambda_per_s,
  sigma,
  kappa,
  r2,
  optimum_workers,
  reason,
}: ScalingReport): string {
  const unit = familyOf(executor) === 'event-loop' ? 'in flight' : 'workers';
  const best =
    optimum_workers === null ? (reason ?? '') : `best at ${optimum_workers.toPrecision(2)} ${unit}`;
  return [
    `${executor}: one does ${formatRate(lambda_per_s)}/s`,
    `contention ${withInterval(sigma)}`,
    `coherency ${withInterval(kappa)}`,
    `R² ${(r2 ?? 0).toFixed(2)}`,
    best,
  ].join(' · ');
}

const withInterval = (estimate: Estimate | null): string =>
  estimate === null
    ? '–'
    : `${formatShare(estimate.value)} (${formatShare(estimate.low)} to ${formatShare(estimate.high)})`;
