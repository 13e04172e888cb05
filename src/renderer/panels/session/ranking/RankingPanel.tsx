import { useMemo } from 'react';
import type { SessionOverview } from '../../../../shared/session-queries.ts';
import { fromMilliseconds } from '../../../../shared/units.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FindingCards } from '../../findings/FindingCards.tsx';
import { labTrials } from '../configuration.ts';
import { useTaskFocus } from '../task-focus.tsx';
import { FailureList } from './FailureList.tsx';
import styles from './RankingPanel.module.css';
import { RankingTable } from './RankingTable.tsx';
import { rankedBars } from './throughput-scale.ts';

interface RankingPanelProps {
  readonly overview: SessionOverview;
  readonly recording: boolean;
}

/** What stands out, the configurations from the fastest down, and what went wrong under them. */
export function RankingPanel({ overview, recording }: RankingPanelProps) {
  const { report, failures, trials } = overview;
  const { showRange } = useTaskFocus();
  const bars = useMemo(() => (report?.command === 'lab' ? rankedBars(report) : []), [report]);
  if (report === null || bars.length === 0) {
    return (
      <EmptyState icon="trophy" title={recording ? 'No trial has begun yet' : 'No trial was recorded'}>
        {recording
          ? 'The ranking appears with the first trial.'
          : 'The recording ended before a first result was written. What was stored until then is under the other tabs.'}
      </EmptyState>
    );
  }
  return (
    <div className={styles['panel']}>
      <FindingCards
        findings={report.findings}
        onShow={({ range_ms: [from, to] }) =>
          showRange({ fromNs: fromMilliseconds(from), toNs: fromMilliseconds(to) })
        }
      />
      <RankingTable bars={bars} />
      <FailureList failures={failures} trials={labTrials(trials)} />
    </div>
  );
}
