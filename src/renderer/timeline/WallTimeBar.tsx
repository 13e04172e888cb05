import type { TaskScheduling } from '../../shared/session-queries.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import { preemptors, wallTimeParts } from './wall-time.ts';
import styles from './WallTimeBar.module.css';

interface WallTimeBarProps {
  readonly scheduling: TaskScheduling;
  /** Also who took the core, in words: where there is room for it. */
  readonly withPreemptors?: boolean;
}

/** Where a task's wall time went, as one bar with its figures: running, waiting for a core, blocked. */
export function WallTimeBar({ scheduling, withPreemptors = false }: WallTimeBarProps) {
  const parts = wallTimeParts(scheduling);
  const by = preemptors(scheduling);
  if (parts.length === 0) return null;
  return (
    <div className={styles['wall']}>
      <div className={styles['bar']} aria-hidden="true">
        {parts.map(({ state, share }) => (
          <span
            key={state}
            className={`${styles['part']} ${styles[state]}`}
            style={{ flexGrow: share, flexBasis: 0 }}
          />
        ))}
      </div>
      <ul className={styles['names']} aria-label="Where its time went">
        {parts.map(({ state, name, figure, length }) => (
          <li key={state} className={styles['name']}>
            <span className={`${styles['swatch']} ${styles[state]}`} aria-hidden="true" />
            <Tooltip content={length}>
              <span>
                {name} <span className={styles['figure']}>{figure}</span>
              </span>
            </Tooltip>
          </li>
        ))}
        {withPreemptors && by !== '' && <li className={styles['by']}>{by}</li>}
      </ul>
    </div>
  );
}
