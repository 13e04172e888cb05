import type { Scheduling } from '../../../shared/lab-report.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import { ExplainedBadge } from '../../ui/ExplainedBadge.tsx';
import { exactRemedies, isDoubtful, modeWords, schedulingRemarks } from './scheduling-words.ts';
import styles from './SchedulingBadge.module.css';

/** How scheduling was recorded, and what that means for the figures. */
export const SchedulingBadge = ({ scheduling }: { readonly scheduling: Scheduling }) => {
  const { capabilities } = useSurroundings();
  const { name, meaning } = modeWords(scheduling);
  const remedies = scheduling.mode === 'sampled' ? exactRemedies(capabilities) : [];
  return (
    <ExplainedBadge
      tone={isDoubtful(scheduling) ? 'warning' : scheduling.mode === 'sampled' ? 'neutral' : 'accent'}
      explanation={
        <div className={styles['explanation']}>
          <p>{meaning}</p>
          {schedulingRemarks(scheduling).map((remark) => (
            <p key={remark}>{remark}</p>
          ))}
          {remedies.length > 0 && (
            <>
              <h3 className={styles['heading']}>How to get exact recordings</h3>
              {remedies.map((remedy) => (
                <p key={remedy}>{remedy}</p>
              ))}
            </>
          )}
        </div>
      }
    >
      scheduling: {name}
      {isDoubtful(scheduling) && ', incomplete'}
    </ExplainedBadge>
  );
};
