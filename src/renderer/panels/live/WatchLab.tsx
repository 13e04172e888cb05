import { isUnderWay, type Job, type LabWork } from '../../../shared/jobs.ts';
import { useRoute } from '../../connection/use-route.ts';
import { Screen } from '../../ui/Screen.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import { splitPath } from '../start/task-name.ts';
import { CancelLab } from './CancelLab.tsx';
import { LabEnding } from './LabEnding.tsx';
import { LabProgressBar } from './LabProgressBar.tsx';
import { LiveCoreLoad } from './LiveCoreLoad.tsx';
import { TrialList } from './TrialList.tsx';
import { TrialTimeline } from './TrialTimeline.tsx';
import { useLabTape } from './use-lab-tape.ts';
import { useLeaveWhenDone } from './use-leave-when-done.ts';
import styles from './WatchLab.module.css';

interface WatchLabProps {
  readonly job: Job;
  readonly work: LabWork;
}

/** What a lab does: how far it is, what the cores and the tasks do right now, and the trials so far. */
export const WatchLab = ({ job, work }: WatchLabProps) => {
  const [, go] = useRoute();
  const tape = useLabTape(job.id);
  const isDone = job.state.type === 'done';
  // Not a place to come back to with the back button.
  const openSession = () => go({ screen: 'session', session: work.session, tab: 'ranking' }, 'replace');
  useLeaveWhenDone(isDone, openSession);
  const { name, folder } = splitPath(work.task);
  return (
    <Screen
      title={isUnderWay(job) ? `Measuring ${name}` : name}
      subtitle={<Truncated text={folder} />}
      actions={isUnderWay(job) && <CancelLab job={job.id} isStopping={job.state.type === 'stopping'} />}
    >
      {isUnderWay(job) ? (
        <LabProgressBar work={work} state={job.state} />
      ) : (
        <LabEnding state={job.state} work={work} onOpenSession={openSession} />
      )}
      {/* A window that comes after the end gets no history: the session has it. */}
      {(isUnderWay(job) || tape.version > 0) && (
        <div className={styles['columns']}>
          <div className={styles['column']}>
            <TrialTimeline tape={tape} />
            <LiveCoreLoad
              tape={tape}
              everyMs={5 * work.liveEveryMs}
              waiting="Readings come as soon as the first trial begins."
            />
          </div>
          <TrialList tape={tape} tasks={work.progress?.tasks ?? 0} isOver={!isUnderWay(job)} />
        </div>
      )}
    </Screen>
  );
};
