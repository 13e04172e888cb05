import { useState } from 'react';
import { counted } from '../../../shared/figures.ts';
import type { SessionReport } from '../../../shared/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import styles from './SessionNotices.module.css';

/** With more than this many, only the warnings' number is shown until they are asked for. */
const shownAtOnce = 2;

/** What to know before the figures are believed: warnings, and executors that could not run. */
export function SessionNotices({ report }: { readonly report: SessionReport }) {
  const { warnings } = report;
  const skipped = report.command === 'lab' ? report.skipped : [];
  const [open, setOpen] = useState(false);
  const total = warnings.length + skipped.length;
  if (total === 0) return null;
  const foldable = total > shownAtOnce;
  return (
    <div className={styles['notices']}>
      {foldable && (
        <Notice
          tone={warnings.length > 0 ? 'warning' : 'info'}
          action={
            <Button size="small" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide' : 'Show'}
            </Button>
          }
        >
          {summary(warnings.length, skipped.length)}
        </Notice>
      )}
      {(open || !foldable) && (
        <>
          {warnings.map((warning) => (
            <Notice key={warning} tone="warning">
              {warning}
            </Notice>
          ))}
          {skipped.map(({ executor, reason, remedy }) => (
            <Notice key={executor} tone="info" title={`${executor} was skipped`}>
              {reason} {remedy}
            </Notice>
          ))}
        </>
      )}
    </div>
  );
}

const summary = (warnings: number, skipped: number): string =>
  [
    warnings === 0 ? null : counted(warnings, 'warning'),
    skipped === 0 ? null : `${counted(skipped, 'executor')} skipped`,
  ]
    .filter((part) => part !== null)
    .join(', ');
