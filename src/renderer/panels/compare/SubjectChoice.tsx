import { comparedFigures, leadFigures } from '../../../shared/compared-figures.ts';
import type { ComparisonReport } from '../../../shared/comparison.ts';
import { IntervalBar } from './IntervalBar.tsx';
import { ratioScale } from './interval-scale.ts';
import styles from './SubjectChoice.module.css';

interface SubjectChoiceProps {
  readonly report: ComparisonReport;
  /** Name of the subject whose figures are shown. */
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

/** What was set side by side, each with what it comes to. Native radio buttons: one tab stop, arrows choose. */
export const SubjectChoice = ({ report: { subjects, metrics }, chosen, onChoose }: SubjectChoiceProps) => {
  const leads = subjects.map(({ name, kind }) =>
    metrics.find((metric) => metric.subject === name && metric.name === leadFigures[kind]),
  );
  const scale = ratioScale(leads.filter((lead) => lead !== undefined));
  return (
    <div role="radiogroup" aria-label="What is compared" className={styles['list']}>
      {subjects.map(({ name, kind }, index) => (
        <label key={name} className={styles['subject']}>
          <input
            type="radio"
            name="compared-subject"
            className={styles['input']}
            checked={name === chosen}
            onChange={() => onChoose(name)}
          />
          <span className={styles['name']}>{name}</span>
          <span className={styles['figure']}>{comparedFigures[leadFigures[kind]].title}</span>
          <span className={styles['bar']}>
            {leads[index] !== undefined && <IntervalBar metric={leads[index]} scale={scale} />}
          </span>
          <span className={styles['verdict']}>{leads[index]?.verdict ?? ''}</span>
        </label>
      ))}
    </div>
  );
};
