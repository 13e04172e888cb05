import { useCall } from '../connection/use-call.ts';
import { WallTimeBar } from './WallTimeBar.tsx';

interface SelectedTaskTimeProps {
  readonly session: string;
  readonly task: { readonly trial: number; readonly index: number };
}

/** Where the time of the selected task went, where the slices of its thread were recorded. */
export function SelectedTaskTime({ session, task: { trial, index } }: SelectedTaskTimeProps) {
  const answer = useCall((engine) => engine.taskDetails({ session, trial, index }), [session, trial, index]);
  const details =
    answer.state === 'ready' ? answer.value : answer.state === 'loading' ? answer.previous : null;
  // The last answer stays in sight until the next one, as long as it is of this task.
  if (details?.scheduling == null || details.index !== index || details.trial !== trial) return null;
  return <WallTimeBar scheduling={details.scheduling} withPreemptors inLine />;
}
