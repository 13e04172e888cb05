import type { ReactNode } from 'react';
import { formatMilliseconds } from '../../../shared/figures.ts';
import type { Finding } from '../../../shared/lab-report.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { evidenceFigures } from '../session/evidence.ts';
import styles from './FindingCards.module.css';

interface FindingCardsProps {
  readonly findings: readonly Finding[];
  /** Goes to where it happened. */
  readonly onShow: (finding: Finding) => void;
  /** A way to try what would help; null: there is none for this one. */
  readonly renderAttempt?: (finding: Finding) => ReactNode;
}

/** Problems that the recording shows: what happened, by which figures, and what to do. */
export const FindingCards = ({ findings, onShow, renderAttempt }: FindingCardsProps) =>
  findings.length === 0 ? null : (
    <section aria-label="Findings">
      <ul className={styles['cards']}>
        {findings.map((finding) => (
          <li key={`${finding.id} ${finding.range_ms.join(' ')}`}>
            <FindingCard
              finding={finding}
              onShow={() => onShow(finding)}
              attempt={renderAttempt?.(finding) ?? null}
            />
          </li>
        ))}
      </ul>
    </section>
  );

const FindingCard = ({
  finding: { id, title, evidence, range_ms, remedy },
  onShow,
  attempt,
}: {
  readonly finding: Finding;
  readonly onShow: () => void;
  readonly attempt: ReactNode;
}) => {
  const [from, to] = range_ms;
  return (
    <article className={styles['card']} aria-label={title} data-finding={id}>
      <header className={styles['head']}>
        <Icon name="warning" />
        <h2 className={styles['title']}>{title}</h2>
      </header>
      <dl className={styles['evidence']}>
        {evidenceFigures(evidence).map(({ key, label, value }) => (
          <div key={key} className={styles['pair']}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{remedy}</p>
      <footer className={styles['foot']}>
        <span className="figure">
          {formatMilliseconds(from)} to {formatMilliseconds(to)}
        </span>
        {attempt}
        {to > from && (
          <Button size="small" icon="timeline" onClick={onShow}>
            Show on the timeline
          </Button>
        )}
      </footer>
    </article>
  );
};
