import type { ReactNode } from 'react';
import styles from './ToggleChip.module.css';
import { Tooltip } from './Tooltip.tsx';

interface ToggleChipProps {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
  readonly children: ReactNode;
  /** A hint on hover and focus. */
  readonly title?: string;
}

/** One of several that may be on together. */
export const ToggleChip = ({ pressed, onChange, children, title }: ToggleChipProps) => (
  <Tooltip content={title} disabled={title === undefined}>
    <button
      type="button"
      aria-pressed={pressed}
      className={styles['chip']}
      onClick={() => onChange(!pressed)}
    >
      {children}
    </button>
  </Tooltip>
);
