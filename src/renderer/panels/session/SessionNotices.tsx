import { useState } from 'react';
import { counted } from '../../../shared/figures.ts';
import type { LabReport } from '../../../shared/lab-report.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import styles from './SessionNotices.module.css';

/** With more than this many, only the warnings' number is shown until they are asked for. */
const shownAtOnce = 2;

/** What to know before the figures are believed: warnings, findings, and executors that could not run. */
export function SessionNotices({ report: { warnings, findings, skipped } }: { readonly report: LabReport }) {
  const [open, setOpen] = useState(false);
  const total = warnings.length + findings.length + skipped.length;
  if (total === 0) return null;
  const foldable = total > shownAtOnce;
  return (
    <div className={styles['notices']}>
      {foldable && (
        <Notice
          tone={warnings.length + findings.length > 0 ? 'warning' : 'info'}
          action={
            <Button size="small" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide' : 'Show'}
            </Button>
          }
        >
          {summary(warnings.length + findings.length, skipped.length)}
        </Notice>
      )}
      {(open || !foldable) && (
        <>
          {findings.map(({ id, title, remedy }) => (
            <Notice key={id} tone="warning" title={title}>
              {remedy}
            </Notice>
          ))}
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
