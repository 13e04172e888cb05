import type { ComparedDistribution } from '../../../shared/comparison.ts';
import { formatCount } from '../../../shared/figures.ts';
import { DistributionChart, type DistributionSeries } from '../../charts/DistributionChart.tsx';
import { distributionRows, seriesKey } from '../session/latency/distribution.ts';
import { logTicks, tickLabel } from '../session/latency/log-axis.ts';
import styles from './ComparedDistributions.module.css';

const mostTicks = 9;

/** A is drawn as what was, B as what is. */
const curves: readonly DistributionSeries[] = [
  { key: seriesKey(0), name: 'A', colour: 'var(--text-muted)', dashes: '6 3' },
  { key: seriesKey(1), name: 'B', colour: 'var(--accent)', dashes: '0' },
];

/** How long the tasks of a subject ran in A and in B, one over the other. */
export const ComparedDistributions = ({ distribution }: { readonly distribution: ComparedDistribution }) => {
  const { edgesNs, a, b } = distribution;
  const rows = distributionRows({ edgesNs, configurations: [a, b] }, [0, 1]);
  return (
    <figure className={styles['figure']} aria-label={`How long tasks of ${distribution.subject} ran`}>
      <ul className={styles['legend']}>
        {[a, b].map(({ tasks }, index) => (
          <li key={curves[index]?.key}>
            <Sample curve={curves[index]} /> {curves[index]?.name}: {formatCount(tasks)} tasks
          </li>
        ))}
      </ul>
      <DistributionChart
        rows={rows}
        series={curves}
        ticks={logTicks(rows[0]?.ns ?? 0, rows.at(-1)?.ns ?? 0, mostTicks)}
        formatTime={tickLabel}
      />
      <figcaption className={styles['caption']}>
        Share of the tasks of {distribution.subject} by how long they ran; the time axis is logarithmic.
      </figcaption>
    </figure>
  );
};

const Sample = ({ curve }: { readonly curve: DistributionSeries | undefined }) => (
  <svg width="18" height="8" aria-hidden="true">
    <line
      x1="0"
      y1="4"
      x2="18"
      y2="4"
      stroke={curve?.colour}
      strokeWidth="2"
      strokeDasharray={curve?.dashes}
    />
  </svg>
);
