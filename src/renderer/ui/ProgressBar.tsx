import { Progress } from '@base-ui/react/progress';
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  /** Share done, 0–1; null: not known. */
  readonly value: number | null;
  /** What is on its way; read out, not shown. */
  readonly label: string;
}

export const ProgressBar = ({ value, label }: ProgressBarProps) => (
  <Progress.Root value={value === null ? null : value * 100} aria-label={label} className={styles['root']}>
    <Progress.Track className={styles['track']}>
      <Progress.Indicator className={styles['indicator']} />
    </Progress.Track>
  </Progress.Root>
);
