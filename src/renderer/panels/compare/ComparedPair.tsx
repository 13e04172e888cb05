import type { ComparedSession, ComparisonReport } from '../../../shared/comparison.ts';
import { formatRoute } from '../../../shared/route.ts';
import { formatMoment } from '../../format/moment.ts';
import { Badge } from '../../ui/Badge.tsx';
import { sessionName } from './session-name.ts';
import styles from './ComparedPair.module.css';

/** Which two sessions they are; each leads to itself. */
export const ComparedPair = ({ report: { a, b } }: { readonly report: ComparisonReport }) => (
  <ul className={styles['pair']} aria-label="The compared sessions">
    <One which="A" session={a} />
    <One which="B" session={b} />
  </ul>
);

const One = ({ which, session }: { readonly which: 'A' | 'B'; readonly session: ComparedSession }) => (
  <li className={styles['one']}>
    <span className={styles['letter']}>{which}</span>
    <div className={styles['words']}>
      <a
        className={styles['name']}
        href={formatRoute({ screen: 'session', session: session.session, tab: 'ranking' })}
      >
        {sessionName(session.session)}
      </a>
      <span className={styles['facts']}>
        {session.label} · {formatMoment(session.started_at)}
      </span>
    </div>
    {!session.complete && <Badge tone="warning">interrupted</Badge>}
  </li>
);
