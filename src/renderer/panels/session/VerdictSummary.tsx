import { useId, useState } from 'react';
import type { Verdict } from '../../../shared/lab-report.ts';
import { verdictSentence } from '../../../shared/verdict-text.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { executorColour } from '../../ui/executor-look.ts';
import { useTaskFocus } from './task-focus.tsx';
import { capitalised } from './verdict-path.ts';
import { VerdictPath } from './VerdictPath.tsx';
import styles from './VerdictSummary.module.css';

interface VerdictSummaryProps {
  readonly verdict: Verdict;
  /** The verdict is of what was measured so far. */
  readonly recording: boolean;
  /** Only the sentence, until the steps are asked for. */
  readonly brief: boolean;
}

/** The verdict in one sentence, the questions whose measured answers led to it, and the way to the program that follows from it. */
export function VerdictSummary({ verdict, recording, brief }: VerdictSummaryProps) {
  const stepsId = useId();
  const { goTo } = useTaskFocus();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? (!brief && hasRoomForSteps());
  const accent = verdict.executor === null ? 'var(--line-strong)' : executorColour(verdict.executor);
  return (
    <section aria-label="Verdict" className={styles['verdict']} style={{ borderInlineStartColor: accent }}>
      <div className={styles['sentence']}>
        <p>
          {recording && 'So far: '}
          {recording ? verdictSentence(verdict) : capitalised(verdictSentence(verdict))}
        </p>
        <ConfidenceBadge verdict={verdict} />
        <span className={styles['ways']}>
          {verdict.steps.length > 0 && (
            <Button
              variant="ghost"
              size="small"
              icon={open ? 'chevron-up' : 'chevron-down'}
              aria-expanded={open}
              aria-controls={open ? stepsId : undefined}
              onClick={() => setWanted(!open)}
            >
              How this was decided
            </Button>
          )}
          {verdict.recipe !== null && !recording && (
            <Button variant="ghost" size="small" icon="arrow-right" onClick={() => goTo('code')}>
              Code to use
            </Button>
          )}
        </span>
      </div>
      {open && verdict.steps.length > 0 && <VerdictPath id={stepsId} steps={verdict.steps} />}
    </section>
  );
}

function ConfidenceBadge({
  verdict: { executor, confidence, margin },
}: Pick<VerdictSummaryProps, 'verdict'>) {
  // With a single candidate there is no difference of which to be sure.
  if (executor !== null && margin === null) return null;
  switch (confidence) {
    case 'clear':
      return <Badge tone="good">clear</Badge>;
    case 'within-noise':
      return <Badge tone="neutral">within noise</Badge>;
    case 'cannot-tell':
      return <Badge tone="warning">cannot tell</Badge>;
  }
}

/** In a low window the steps would leave the panels below without room; there they show when asked for. */
const hasRoomForSteps = (): boolean => window.innerHeight >= 720;
