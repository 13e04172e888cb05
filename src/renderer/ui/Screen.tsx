import { useEffect, type ReactNode } from 'react';
import styles from './Screen.module.css';

interface ScreenProps {
  /** The screen's heading and the window's title. */
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** Buttons at the heading's end. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every screen: heading, actions, and a body that scrolls. The shell moves focus to the heading when it is navigated to. */
export const Screen = ({ title, subtitle, actions, children }: ScreenProps) => {
  useEffect(() => {
    document.title = `${title} – Corelane`;
  }, [title]);
  return (
    <div className={styles['screen']}>
      <header className={styles['header']}>
        <div className={styles['titles']}>
          <h1 tabIndex={-1} className={styles['title']} title={title}>
            {title}
          </h1>
          {subtitle !== undefined && <div className={styles['subtitle']}>{subtitle}</div>}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      <div className={styles['body']}>{children}</div>
    </div>
  );
};
