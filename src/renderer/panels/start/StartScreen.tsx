import { ChooseTask } from './ChooseTask.tsx';
import { ConfigureLab } from './ConfigureLab.tsx';

interface StartScreenProps {
  /** The task to measure, as an absolute path; null: not chosen yet. */
  readonly task: string | null;
}

/** From nothing to a lab that runs: choose a task, choose what to compare, measure. */
export const StartScreen = ({ task }: StartScreenProps) =>
  task === null ? <ChooseTask /> : <ConfigureLab key={task} task={task} />;
