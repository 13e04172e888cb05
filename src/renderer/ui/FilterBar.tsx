import type { ReactNode } from 'react';
import styles from './FilterBar.module.css';
import { TextField } from './TextField.tsx';

interface FilterBarProps {
  /** What is searched; read out. */
  readonly label: string;
  readonly placeholder?: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Further choices. */
  readonly children?: ReactNode;
  /** At its end: how many there are. */
  readonly end?: ReactNode;
}

/** Chooses what a list shows: a search, further choices, and how many are left. */
export const FilterBar = ({ label, placeholder, text, onText, children, end }: FilterBarProps) => (
  <div className={styles['filters']}>
    <div className={styles['search']}>
      <TextField
        label={label}
        hideLabel
        type="search"
        icon="search"
        placeholder={placeholder ?? label}
        value={text}
        onChange={onText}
      />
    </div>
    {children}
    {end !== undefined && <div className={styles['end']}>{end}</div>}
  </div>
);
