import styles from './WallTimeBar.module.css';
import type { WallTimePart } from './wall-time.ts';

interface WallTimeBarProps {
  readonly parts: readonly WallTimePart[];
  /** What there is to say beside them; empty: nothing. */
  readonly note: string;
}

/** Where a task's time went: one bar, and below it each part with its length and its share. */
export const WallTimeBar = ({ parts, note }: WallTimeBarProps) =>
  parts.length === 0 ? null : (
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
            <span>{name}</span>
            <span className={styles['figure']}>{length}</span>
            <span className={styles['figure']}>{figure}</span>
          </li>
        ))}
      </ul>
      {note !== '' && <p className={styles['note']}>{note}</p>}
    </div>
  );
