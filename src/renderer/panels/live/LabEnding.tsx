import type { JobState, LabWork } from '../../../shared/jobs.ts';
import { useRoute } from '../../connection/use-route.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { recallDraft } from '../start/draft-memory.ts';
import { orderOf } from '../start/lab-draft.ts';
import { languageOfTask } from '../start/task-name.ts';
import { useStartLab } from '../start/use-start-lab.ts';

interface LabEndingProps {
  readonly state: JobState;
  readonly work: LabWork;
  readonly onOpenSession: () => void;
}

/** How a lab ended, and where to go from there. */
export const LabEnding = ({ state, work, onOpenSession }: LabEndingProps) => {
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
          <p>All trials have ended and the session is written.</p>
        </Notice>
      );
    case 'interrupted':
      return (
        <Notice
          tone="warning"
          title="Stopped before all trials had ended"
          action={
            <>
              <BackToChoices task={work.task} />
              {state.kept && open}
            </>
          }
        >
          <p>{state.kept ? 'What was measured until then is kept.' : 'Nothing had been measured yet.'}</p>
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
              <BackToChoices task={work.task} />
              <TryAgain task={work.task} />
            </>
          }
        >
          <p>{state.error.remedy}</p>
        </Notice>
      );
  }
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
