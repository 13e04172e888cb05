import type { ComparedMetric } from '../../../shared/comparison.ts';
import styles from './IntervalBar.module.css';
import type { RatioScale } from './interval-scale.ts';

interface IntervalBarProps {
  readonly metric: ComparedMetric;
  readonly scale: RatioScale;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** The ratio as a dot on its interval, and a line at 1. The figures stand beside it. */
export const IntervalBar = ({ metric: { ratio, low, high, better }, scale }: IntervalBarProps) => (
  <span className={`${styles['track']} ${styles[better ?? 'none']}`} aria-hidden="true">
    <span className={styles['one']} />
    {low !== null && high !== null && (
      <span
        className={styles['interval']}
        style={{ left: percent(scale.at(low)), width: percent(scale.at(high) - scale.at(low)) }}
      />
    )}
    {ratio !== null && ratio > 0 && (
      <span
        className={`${styles['ratio']} ${low === null ? styles['alone'] : ''}`}
        style={{ left: percent(scale.at(ratio)) }}
      />
    )}
  </span>
);
