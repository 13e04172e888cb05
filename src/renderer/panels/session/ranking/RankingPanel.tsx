import { useMemo } from 'react';
import type { SessionOverview } from '../../../../shared/session-queries.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { labTrials } from '../configuration.ts';
import { FailureList } from './FailureList.tsx';
import { LabFindings } from './LabFindings.tsx';
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
  const lab = report?.command === 'lab' ? report : null;
  const bars = useMemo(() => (lab === null ? [] : rankedBars(lab)), [lab]);
  if (lab === null || bars.length === 0) {
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
      <LabFindings report={lab} />
      <RankingTable bars={bars} />
      <FailureList failures={failures} trials={labTrials(trials)} />
    </div>
  );
}
