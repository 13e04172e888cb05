import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { Icon, type IconName } from './Icon.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'primary' | 'plain' | 'ghost' | 'danger';
  readonly size?: 'small' | 'normal';
  readonly icon?: IconName;
}

/** A button with words. One `primary` at most per surface. */
export const Button = ({
  variant = 'plain',
  size = 'normal',
  icon,
  className,
  children,
  ...native
}: ButtonProps) => (
  <button
    type="button"
    {...native}
    className={[styles['button'], styles[variant], styles[size], className].filter(Boolean).join(' ')}
  >
    {icon !== undefined && <Icon name={icon} size={size === 'small' ? 14 : 16} />}
    {children}
  </button>
);
