import type { JobState } from '../../../../shared/jobs.ts';
import { useRoute } from '../../../connection/use-route.ts';
import { Button } from '../../../ui/Button.tsx';
import { Notice } from '../../../ui/Notice.tsx';

interface ProfileEndingProps {
  readonly state: JobState;
  readonly onOpenSession: () => void;
}

/** How a profile ended, and where to go from there. */
export const ProfileEnding = ({ state, onOpenSession }: ProfileEndingProps) => {
  const open = (
    <Button variant="primary" icon="arrow-right" onClick={onOpenSession}>
      Open the session
    </Button>
  );
  switch (state.type) {
    case 'running':
    case 'stopping':
      return null;
    case 'done':
      return (
        <Notice tone="good" title="Done" action={open}>
          <p>The program has ended and the session is written.</p>
        </Notice>
      );
    case 'interrupted':
      return (
        <Notice
          tone="warning"
          title="Stopped before the program had ended"
          action={
            <>
              <BackToForm />
              {state.kept && open}
            </>
          }
        >
          <p>{state.kept ? 'What was recorded until then is kept.' : 'Nothing had been recorded yet.'}</p>
        </Notice>
      );
    case 'failed':
      return (
        <Notice
          tone="bad"
          title={state.error.message}
          action={
            <>
              {state.kept && open}
              <BackToForm />
            </>
          }
        >
          <p>{state.error.remedy}</p>
        </Notice>
      );
  }
};

/** The form is remembered as it was. */
const BackToForm = () => {
  const [, go] = useRoute();
  return (
    <Button onClick={() => go({ screen: 'profile', script: null, again: null })}>Back to the command</Button>
  );
};
