import type { JobState, LabWork } from '../../../shared/jobs.ts';
import { useRoute } from '../../connection/use-route.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import { Button } from '../../ui/Button.tsx';
import { recallDraft } from '../start/draft-memory.ts';
import { orderOf } from '../start/lab-draft.ts';
import { languageOfTask } from '../start/task-name.ts';
import { JobEnding } from './JobEnding.tsx';
import { useStartLab } from '../start/use-start-lab.ts';

interface LabEndingProps {
  readonly state: JobState;
  readonly work: LabWork;
  readonly onOpenSession: () => void;
}

/** How a lab ended, and where to go from there. */
export const LabEnding = ({ state, work: { task }, onOpenSession }: LabEndingProps) => (
  <JobEnding
    state={state}
    words={words}
    onOpenSession={onOpenSession}
    back={<BackToChoices task={task} />}
    again={<TryAgain task={task} />}
  />
);

const words = {
  done: 'All trials have ended and the session is written.',
  stopped: 'Stopped before all trials had ended',
  kept: 'What was measured until then is kept.',
  nothingKept: 'Nothing had been measured yet.',
};

const BackToChoices = ({ task }: { readonly task: string }) => {
  const [, go] = useRoute();
  return <Button onClick={() => go({ screen: 'start', task })}>Back to the choices</Button>;
};

/** The same lab once more, from the choices that the window remembers. */
const TryAgain = ({ task }: { readonly task: string }) => {
  const { cores } = useSurroundings();
  const { startLab, isStarting } = useStartLab();
  const limits = { language: languageOfTask(task), refusals: [], cores: cores.map(({ core }) => core) };
  return (
    <Button
      icon="refresh"
      disabled={isStarting}
      onClick={() => startLab(orderOf(task, recallDraft(task), limits))}
    >
      Try again
    </Button>
  );
};
