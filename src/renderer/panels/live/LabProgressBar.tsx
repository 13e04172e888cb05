import type { Job, LabWork } from '../../../shared/jobs.ts';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import styles from './LabProgressBar.module.css';
import { describeCounts, describePhase, describeTimeLeft, silenceSeconds } from './progress-words.ts';
import { useThrottled } from './use-throttled.ts';

interface LabProgressBarProps {
  readonly work: LabWork;
  readonly state: Job['state'];
}

/** What comes more slowly is said to. */
const smoothMs = 250;
/** How often progress is read out. */
const spokenEveryMs = 5000;

/** What a lab is doing, how far it is and how long it will take. */
export const LabProgressBar = ({ work: { progress, liveEveryMs }, state }: LabProgressBarProps) => {
  const phase = describePhase(progress, state);
  const silence = state.type === 'running' ? silenceSeconds(progress) : null;
  const share = progress !== null && progress.trialsPlanned > 0 ? progress.fraction : null;
  const spoken = useThrottled(
    share === null ? phase : `${phase}, ${Math.floor(share * 100)} percent`,
    spokenEveryMs,
  );
  return (
    <section aria-label="Progress" className={styles['progress']}>
      <div className={styles['words']}>
        <span className={styles['phase']}>{phase}</span>
        <span className={`figure ${styles['detail']}`}>
          {[describeCounts(progress), describeTimeLeft(progress)].filter(Boolean).join(' · ')}
        </span>
      </div>
      <ProgressBar value={share} label="Progress of the lab" />
      {liveEveryMs > smoothMs && (
        <p className={styles['pace']}>
          Shown once a second, the curves every five: all cores are measured, and drawing takes from them.
          Leave a core out to watch more closely.
        </p>
      )}
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      {silence !== null && (
        <Notice tone="warning" title={`No task has settled for ${silence} s`}>
          <p>
            Tasks may take that long, or hang. Cancel keeps what was measured; “Give a task up after”, under
            More options, puts an end to such tasks.
          </p>
        </Notice>
      )}
    </section>
  );
};
