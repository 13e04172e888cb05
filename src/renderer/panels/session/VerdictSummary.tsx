import type { Verdict, VerdictStep } from '../../../shared/lab-report.ts';
import { verdictSentence } from '../../../shared/verdict-text.ts';
import { Badge } from '../../ui/Badge.tsx';
import { executorColour } from '../../ui/ExecutorMark.tsx';
import { evidenceFigures } from './evidence.ts';
import styles from './VerdictSummary.module.css';

interface VerdictSummaryProps {
  readonly verdict: Verdict;
  /** The verdict is of what was measured so far. */
  readonly recording: boolean;
}

/** The verdict in one sentence, and the questions whose measured answers led to it. */
export function VerdictSummary({ verdict, recording }: VerdictSummaryProps) {
  const accent = verdict.executor === null ? 'var(--line-strong)' : executorColour(verdict.executor);
  return (
    <section aria-label="Verdict" className={styles['verdict']} style={{ borderInlineStartColor: accent }}>
      <p className={styles['sentence']}>
        {recording && 'So far: '}
        {recording ? verdictSentence(verdict) : capitalised(verdictSentence(verdict))}{' '}
        <ConfidenceBadge confidence={verdict.confidence} />
      </p>
      {verdict.steps.length > 0 && (
        <ol className={styles['steps']}>
          {verdict.steps.map((step) => (
            <Step key={step.step} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

const Step = ({ step: { step, question, answer, evidence } }: { readonly step: VerdictStep }) => (
  <li className={styles['step']}>
    <p className={styles['question']}>
      {step}. {question}
    </p>
    <p className={styles['answer']}>{answer}</p>
    <dl className={styles['evidence']}>
      {evidenceFigures(evidence).map(({ key, label, value }) => (
        <div key={key} className={styles['pair']}>
          <dt>{label}</dt>
          <dd className="figure">{value}</dd>
        </div>
      ))}
    </dl>
  </li>
);

function ConfidenceBadge({ confidence }: Pick<Verdict, 'confidence'>) {
  switch (confidence) {
    case 'clear':
      return <Badge tone="good">clear</Badge>;
    case 'within-noise':
      return <Badge tone="neutral">within noise</Badge>;
    case 'cannot-tell':
      return <Badge tone="warning">cannot tell</Badge>;
  }
}

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
