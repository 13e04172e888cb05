import type { InspectedTask } from '../../../shared/workplace.ts';
import { labCommand } from './command-line.ts';
import type { DraftPart } from './draft-part.ts';
import { orderOf } from './lab-draft.ts';
import { StartBar } from './StartBar.tsx';
import { describePlan, planTrials } from './trial-plan.ts';
import { useStartLab } from './use-start-lab.ts';

interface MeasureBarProps extends DraftPart {
  readonly task: string;
  /** Null: not looked at yet, or not to be loaded. */
  readonly inspected: InspectedTask | null;
  /** Why it cannot be loaded; null: it can, or is being looked at. */
  readonly failure: string | null;
}

/** What the choices for a lab come to, and its start. */
export const MeasureBar = ({ task, draft, problems, limits, inspected, failure }: MeasureBarProps) => {
  const [problem] = Object.values(problems);
  const isComplete = inspected !== null && problem === undefined;
  const order = orderOf(task, draft, limits);
  const { startLab, isStarting } = useStartLab();
  return (
    <StartBar
      plan={
        isComplete ? describePlan(planTrials(draft, limits)) : (problem ?? failure ?? 'Loading the task…')
      }
      command={problem === undefined ? labCommand(order) : null}
      label="Measure"
      isComplete={isComplete}
      isStarting={isStarting}
      onStart={() => startLab(order)}
    />
  );
};
