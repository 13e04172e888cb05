import type { ReactNode } from 'react';
import { formatCount } from '../../../../shared/figures.ts';
import type { Job, ProfileWork } from '../../../../shared/jobs.ts';
import { formatElapsed } from '../../../format/elapsed.ts';
import { SchedulingBadge } from '../../scheduling/SchedulingBadge.tsx';
import { useThrottled } from '../use-throttled.ts';
import { describeProfilePhase } from './profile-words.ts';
import styles from './ProfileState.module.css';

interface ProfileStateProps {
  readonly work: ProfileWork;
  readonly state: Job['state'];
}

/** How often it is read out. */
const spokenEveryMs = 10_000;
/** What comes more slowly is said to. */
const smoothMs = 250;

/** How long the program has run, how it is recorded, and how much of it there is. */
export const ProfileState = ({ work: { progress, liveEveryMs }, state }: ProfileStateProps) => {
  const phase = describeProfilePhase(progress, state);
  const elapsed = progress === null ? '–' : formatElapsed(progress.elapsedNs);
  const activity = progress?.activity ?? null;
  const spoken = useThrottled(`${phase}, ${elapsed}`, spokenEveryMs);
  return (
    <section aria-label="Progress" className={styles['state']}>
      <dl className={styles['figures']}>
        <Figure name={phase}>{elapsed}</Figure>
        <Figure name="Processes">{countOf(activity?.processes)}</Figure>
        <Figure name="Threads">{countOf(activity?.threads)}</Figure>
        <Figure name="Switches">{countOf(activity?.switches)}</Figure>
        <Figure name="Tasks">{countOf(progress?.tasks?.total)}</Figure>
      </dl>
      {progress?.scheduling != null && <SchedulingBadge scheduling={progress.scheduling} />}
      {liveEveryMs > smoothMs && state.type === 'running' && (
        <p className={styles['pace']}>
          Shown once a second: all cores are measured, and drawing takes from them.
        </p>
      )}
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
    </section>
  );
};

const Figure = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={styles['figure']}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const countOf = (value: number | null | undefined): string => (value == null ? '–' : formatCount(value));
