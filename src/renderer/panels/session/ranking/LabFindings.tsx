import { useState } from 'react';
import { counted } from '../../../../shared/figures.ts';
import type { LabReport } from '../../../../shared/lab-report.ts';
import { fromMilliseconds } from '../../../../shared/units.ts';
import { Button } from '../../../ui/Button.tsx';
import { FindingCards } from '../../findings/FindingCards.tsx';
import { useTaskFocus } from '../task-focus.tsx';
import { recommendedFirst } from './findings-first.ts';
import styles from './RankingPanel.module.css';

/** A lab of many configurations may find something with each of them: no more than these stand before the ranking unless they are asked for. */
const shownAtOnce = 2;

/** What stands out, of the recommended configuration first. */
export function LabFindings({ report }: { readonly report: LabReport }) {
  const { showRange } = useTaskFocus();
  const [open, setOpen] = useState(false);
  const findings = recommendedFirst(report);
  return (
    <>
      <FindingCards
        findings={open ? findings : findings.slice(0, shownAtOnce)}
        onShow={({ range_ms: [from, to] }) =>
          showRange({ fromNs: fromMilliseconds(from), toNs: fromMilliseconds(to) })
        }
      />
      {findings.length > shownAtOnce && (
        <Button
          variant="ghost"
          size="small"
          icon={open ? 'chevron-up' : 'chevron-down'}
          aria-expanded={open}
          className={styles['more']}
          onClick={() => setOpen(!open)}
        >
          {open
            ? `Only the first ${shownAtOnce} findings`
            : counted(findings.length - shownAtOnce, 'more finding')}
        </Button>
      )}
    </>
  );
}
