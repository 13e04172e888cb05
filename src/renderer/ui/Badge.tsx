import type { ReactNode } from 'react';
import styles from './Badge.module.css';
import tones from './tones.module.css';

export type BadgeTone = 'neutral' | 'good' | 'warning' | 'bad' | 'accent';

interface BadgeProps {
  readonly tone?: BadgeTone;
  readonly children: ReactNode;
}

/** A word about the thing beside it. */
export const Badge = ({ tone = 'neutral', children }: BadgeProps) => (
  <span className={`${styles['badge']} ${tones[tone]}`}>{children}</span>
);
