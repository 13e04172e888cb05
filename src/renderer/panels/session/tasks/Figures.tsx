import type { ReactNode } from 'react';
import type { Outcome } from '../../../../shared/session.ts';
import { Badge } from '../../../ui/Badge.tsx';
import styles from './TaskDetailsPanel.module.css';

export type NamedFigure = readonly [name: string, value: ReactNode];

/** Figures by name, a line each. */
export const Figures = ({ figures }: { readonly figures: readonly NamedFigure[] }) => (
  <dl className={styles['figures']}>
    {figures.map(([name, value]) => (
      <div key={name} className={styles['pair']}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

export const outcomeBadge = (outcome: Outcome) => (
  <Badge tone={outcome === 'ok' ? 'good' : 'bad'}>{outcome}</Badge>
);
