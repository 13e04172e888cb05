import type { JobState } from '../../../../shared/jobs.ts';
import { useRoute } from '../../../connection/use-route.ts';
import { Button } from '../../../ui/Button.tsx';
import { JobEnding } from '../JobEnding.tsx';

interface ProfileEndingProps {
  readonly state: JobState;
  readonly onOpenSession: () => void;
}

/** How a profile ended, and where to go from there. */
export const ProfileEnding = ({ state, onOpenSession }: ProfileEndingProps) => (
  <JobEnding state={state} words={words} onOpenSession={onOpenSession} back={<BackToForm />} />
);

const words = {
  done: 'The program has ended and the session is written.',
  stopped: 'Stopped before the program had ended',
  kept: 'What was recorded until then is kept.',
  nothingKept: 'Nothing had been recorded yet.',
};

/** The form is remembered as it was. */
const BackToForm = () => {
  const [, go] = useRoute();
  return (
    <Button onClick={() => go({ screen: 'profile', script: null, again: null })}>Back to the command</Button>
  );
};
