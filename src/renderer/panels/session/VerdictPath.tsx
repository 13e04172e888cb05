import type { VerdictStep } from '../../../shared/lab-report.ts';
import { evidenceFigures } from './evidence.ts';
import { questionsOf, splitAnswer } from './verdict-path.ts';
import styles from './VerdictPath.module.css';

interface VerdictPathProps {
  readonly id: string;
  readonly steps: readonly VerdictStep[];
}

/** How the verdict was decided: a card for each question of the path, with its answer and what was measured for it. */
export const VerdictPath = ({ id, steps }: VerdictPathProps) => (
  <ol id={id} aria-label="How this was decided" className={styles['path']}>
    {questionsOf(steps).map((group) => (
      <li key={group[0]?.step} className={styles['card']}>
        {group.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </li>
    ))}
  </ol>
);

const Step = ({ step: { step, question, answer, evidence } }: { readonly step: VerdictStep }) => {
  const { short, explanation } = splitAnswer(answer);
  const figures = evidenceFigures(evidence);
  return (
    <div className={styles['step']}>
      <h2 className={styles['question']}>
        {step}. {question}
      </h2>
      {short !== '' && <p className={styles['short']}>{short}</p>}
      {explanation !== '' && <p className={styles['explanation']}>{explanation}</p>}
      {figures.length > 0 && (
        <dl className={styles['evidence']}>
          {figures.map(({ key, label, value }) => (
            <div key={key} className={styles['pair']}>
              <dt>{label}</dt>
              <dd className="figure">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
};
