import type { ComponentProps } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends ComponentProps<'button'> {
  readonly icon: IconName;
  /** What it does; read out, and shown on hover and focus. */
  readonly label: string;
  /** Of a button that stays down. */
  readonly pressed?: boolean;
}

export const IconButton = ({ icon, label, pressed, className, ...native }: IconButtonProps) => (
  <Tooltip content={label}>
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      {...native}
      className={[styles['button'], className].filter(Boolean).join(' ')}
    >
      <Icon name={icon} />
    </button>
  </Tooltip>
);
