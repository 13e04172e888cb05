import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Notice.module.css';
import tones from './tones.module.css';

type Tone = 'info' | 'good' | 'warning' | 'bad';
const icons: Readonly<Record<Tone, IconName>> = {
  info: 'info',
  good: 'check',
  warning: 'warning',
  bad: 'warning',
};

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Something to know about what is on the screen. Bad news is read out at once. */
export const Notice = ({ tone, title, children, action }: NoticeProps) => (
  <div
    className={`${styles['notice']} ${tones[tone === 'info' ? 'neutral' : tone]}`}
    role={tone === 'bad' ? 'alert' : undefined}
  >
    <Icon name={icons[tone]} />
    <div className={styles['text']}>
      {title !== undefined && <p className={styles['title']}>{title}</p>}
      {children}
    </div>
    {action !== undefined && <div className={styles['action']}>{action}</div>}
  </div>
);
