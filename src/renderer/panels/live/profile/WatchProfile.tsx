import { isUnderWay, type Job, type ProfileWork } from '../../../../shared/jobs.ts';
import { useRoute } from '../../../connection/use-route.ts';
import { Screen } from '../../../ui/Screen.tsx';
import { LiveCoreLoad } from '../LiveCoreLoad.tsx';
import { useLabTape } from '../use-lab-tape.ts';
import { useLeaveWhenDone } from '../use-leave-when-done.ts';
import columns from '../WatchLab.module.css';
import { BusiestThreads } from './BusiestThreads.tsx';
import { LiveOutput } from './LiveOutput.tsx';
import { ProfileActions } from './ProfileActions.tsx';
import { ProfileEnding } from './ProfileEnding.tsx';
import { ProfileState } from './ProfileState.tsx';
import { TasksSoFarCard } from './TasksSoFarCard.tsx';

interface WatchProfileProps {
  readonly job: Job;
  readonly work: ProfileWork;
}

/** What a profiled program does: its cores, its busiest threads, its tasks, and what it prints. */
export const WatchProfile = ({ job, work }: WatchProfileProps) => {
  const [, go] = useRoute();
  const tape = useLabTape(job.id);
  // Not a place to come back to with the back button. What it opens with is the session's to say.
  const openSession = () => go({ screen: 'session', session: work.session, tab: 'ranking' }, 'replace');
  useLeaveWhenDone(job.state.type === 'done', openSession);
  const underWay = isUnderWay(job);
  return (
    <Screen
      title={underWay ? `Profiling ${work.command}` : work.command}
      actions={underWay && <ProfileActions job={job} phase={work.progress?.phase ?? 'starting'} />}
    >
      {!underWay && <ProfileEnding state={job.state} onOpenSession={openSession} />}
      <ProfileState work={work} state={job.state} />
      {/* A window that comes after the end gets no history: the session has it. */}
      {(underWay || tape.version > 0) && (
        <div className={columns['columns']}>
          <div className={columns['column']}>
            <LiveCoreLoad
              tape={tape}
              everyMs={5 * work.liveEveryMs}
              waiting="Readings come as soon as the program runs."
            />
            <BusiestThreads activity={work.progress?.activity ?? null} />
            {work.progress?.tasks != null && <TasksSoFarCard tasks={work.progress.tasks} />}
          </div>
          <LiveOutput tape={tape} dropped={work.progress?.outputDropped ?? 0} />
        </div>
      )}
    </Screen>
  );
};
