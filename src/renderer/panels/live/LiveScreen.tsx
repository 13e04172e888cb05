import type { JobId } from '../../../shared/jobs.ts';
import { useJob } from '../../connection/use-jobs.ts';
import { useRoute } from '../../connection/use-route.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { WatchLab } from './WatchLab.tsx';

interface LiveScreenProps {
  readonly job: JobId;
}

/** A lab while it runs, and how it ended. */
export const LiveScreen = ({ job: id }: LiveScreenProps) => {
  const job = useJob(id);
  return job?.work.kind === 'lab' ? <WatchLab key={id} job={job} work={job.work} /> : <LabIsOver />;
};

/** An address from earlier: the engine has forgotten the job, the session is on disk. */
const LabIsOver = () => {
  const [, go] = useRoute();
  return (
    <Screen title="Lab">
      <EmptyState
        icon="flask"
        title="This lab is over"
        action={
          <>
            <Button variant="primary" onClick={() => go({ screen: 'sessions' })}>
              Show the sessions
            </Button>
            <Button onClick={() => go({ screen: 'start', task: null })}>New lab</Button>
          </>
        }
      >
        What it measured is kept as a session.
      </EmptyState>
    </Screen>
  );
};
