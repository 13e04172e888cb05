import type { ReactNode } from 'react';
import styles from './Badge.module.css';

interface BadgeProps {
  readonly tone?: 'neutral' | 'good' | 'warning' | 'bad' | 'accent';
  readonly children: ReactNode;
}

/** A word about the thing beside it. */
export const Badge = ({ tone = 'neutral', children }: BadgeProps) => (
  <span className={`${styles['badge']} ${styles[tone]}`}>{children}</span>
);
