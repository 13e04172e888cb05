import { comparedFigures, formatP, formatRatio } from '../../../shared/compared-figures.ts';
import type { ComparedMetric } from '../../../shared/comparison.ts';
import { formatCount } from '../../../shared/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ExplainedHeading } from '../../ui/ExplainedHeading.tsx';
import { ScrollRegion } from '../session/ScrollRegion.tsx';
import { IntervalBar } from './IntervalBar.tsx';
import { ratioScale } from './interval-scale.ts';
import frame from '../../ui/FigureTable.module.css';
import styles from './MetricTable.module.css';

interface MetricTableProps {
  readonly subject: string;
  readonly metrics: readonly ComparedMetric[];
}

/** The figures of one subject, a row each: both medians, their ratio on its interval, and what it comes to. */
export const MetricTable = ({ subject, metrics }: MetricTableProps) => {
  const scale = ratioScale(metrics);
  return (
    <ScrollRegion label={`Figures of ${subject}`} className={frame['scroller']}>
      <table className={`${frame['table']} ${styles['table']}`}>
        <caption className="visually-hidden">How A and B differ in {subject}</caption>
        <thead>
          <tr>
            <th scope="col">figure</th>
            <th scope="col" className={styles['right']}>
              A
            </th>
            <th scope="col" className={styles['right']}>
              B
            </th>
            <th scope="col" className={styles['right']}>
              <ExplainedHeading
                title="B / A"
                meaning="B’s median over A’s. Green where B is better, red where it is worse, in neither colour where chance may explain the difference."
              />
            </th>
            <th scope="col" className={styles['barHeading']}>
              <ExplainedHeading
                title="95 % interval"
                meaning="Where B / A lies with 95 % confidence, on a logarithmic scale. Where it holds 1, the line in the middle, chance may explain the difference. What lies beyond the scale is cut off at its end; without an interval the dot is hollow."
              />
              <span className={styles['ends']} aria-hidden="true">
                <span>1 / {scale.most}</span>
                <span>1</span>
                <span>{scale.most}</span>
              </span>
            </th>
            <th scope="col">what that means</th>
            <th scope="col" className={styles['right']}>
              <ExplainedHeading
                title="rank test"
                meaning="Mann and Whitney’s: how often ranks as far apart as these come by chance alone. Small values speak for a difference."
              />
            </th>
            <th scope="col">
              <ExplainedHeading
                title="effect"
                meaning="Cliff’s delta in words: by how much more often a sample of one lies above one of the other than below it."
              />
            </th>
            <th scope="col" className={styles['right']}>
              <ExplainedHeading
                title="samples"
                meaning="How many values each median is taken from: repeats of a configuration, or tasks. Where A and B differ, both."
              />
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <MetricRow key={metric.name} metric={metric} scale={scale} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};

interface MetricRowProps {
  readonly metric: ComparedMetric;
  readonly scale: ReturnType<typeof ratioScale>;
}

const MetricRow = ({ metric, scale }: MetricRowProps) => {
  const { name, a, b, ratio, low, high, better, rank_test: test, effect, samples, verdict } = metric;
  const { title, format } = comparedFigures[name];
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className={styles['right']}>{format(a)}</td>
      <td className={styles['right']}>{format(b)}</td>
      <td className={`${styles['right']} ${better === null ? '' : styles[better]}`}>{formatRatio(ratio)}</td>
      <td className={styles['barCell']}>
        {low !== null && high !== null && (
          <span className="visually-hidden">
            {formatRatio(low)} to {formatRatio(high)}
          </span>
        )}
        <IntervalBar metric={metric} scale={scale} />
      </td>
      <td className={styles['verdict']}>
        {better !== null && (
          <Badge tone={better === 'b' ? 'good' : 'bad'}>B {better === 'b' ? 'better' : 'worse'}</Badge>
        )}
        {verdict}
      </td>
      <td className={styles['right']}>{test === null ? '–' : `p ${formatP(test.p)}`}</td>
      <td>{effect?.size ?? '–'}</td>
      <td className={styles['right']}>
        {samples.a === samples.b
          ? formatCount(samples.a)
          : `${formatCount(samples.a)}, ${formatCount(samples.b)}`}
      </td>
    </tr>
  );
};
