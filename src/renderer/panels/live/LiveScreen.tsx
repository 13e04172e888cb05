import type { JobId } from '../../../shared/jobs.ts';
import { useCall } from '../../connection/use-call.ts';
import { useJob } from '../../connection/use-jobs.ts';
import { useRoute } from '../../connection/use-route.ts';
import { formatAgo } from '../../format/moment.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { WatchWhatIf } from '../what-if/WatchWhatIf.tsx';
import { WatchProfile } from './profile/WatchProfile.tsx';
import { WatchLab } from './WatchLab.tsx';

interface LiveScreenProps {
  readonly job: JobId;
}

/** A lab, a profile or a what-if while it runs, and how it ended. */
export const LiveScreen = ({ job: id }: LiveScreenProps) => {
  const job = useJob(id);
  switch (job?.work.kind) {
    case 'lab':
      return <WatchLab key={id} job={job} work={job.work} />;
    case 'profile':
      return <WatchProfile key={id} job={job} work={job.work} />;
    case 'what-if':
      return <WatchWhatIf key={id} job={job} work={job.work} />;
    case 'export':
    case undefined:
      return <IsOver />;
  }
};

/** An address from earlier: the engine has forgotten the job, the session is on disk, most likely as the newest. */
const IsOver = () => {
  const [, go] = useRoute();
  const list = useCall((engine) => engine.listSessions(), []);
  const newest = list.state === 'ready' ? (list.value.find(({ error }) => error === null) ?? null) : null;
  return (
    <Screen title="Live">
      <EmptyState
        icon="chart"
        title="This is over"
        action={
          <>
            {newest !== null && (
              <Button
                variant="primary"
                icon="arrow-right"
                onClick={() => go({ screen: 'session', session: newest.path, tab: 'ranking' })}
              >
                Open the newest session
              </Button>
            )}
            <Button onClick={() => go({ screen: 'sessions' })}>Show all sessions</Button>
            <Button onClick={() => go({ screen: 'start', task: null })}>New lab</Button>
          </>
        }
      >
        The engine does not know it any more; what was measured is kept as a session.
        {newest !== null && ` The newest is ${newest.name}, recorded ${formatAgo(newest.started_at)}.`}
      </EmptyState>
    </Screen>
  );
};
