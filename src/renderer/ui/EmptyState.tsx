import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';
import { Icon, type IconName } from './Icon.tsx';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where there is nothing yet: why, and what to do about it. */
export const EmptyState = ({ icon, title, children, action }: EmptyStateProps) => (
  <div className={styles['empty']}>
    <span className={styles['picture']}>
      <Icon name={icon} size={28} />
    </span>
    <h2>{title}</h2>
    {children !== undefined && <div className={styles['text']}>{children}</div>}
    {action !== undefined && <div className={styles['action']}>{action}</div>}
  </div>
);
