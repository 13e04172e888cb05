import { useState } from 'react';
import type { Job } from '../../../shared/jobs.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { Button } from '../../ui/Button.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useToasts } from '../../ui/use-toasts.ts';

/** Stops a lab; asks nothing first, as nothing that was measured is lost. */
export const CancelLab = ({ job }: { readonly job: Job }) => {
  const engine = useEngine();
  const { showError } = useToasts();
  const [isAsked, setIsAsked] = useState(false);
  const cancel = () => {
    setIsAsked(true);
    engine.cancelJob(job.id).catch((thrown: unknown) => {
      setIsAsked(false);
      showError(thrown);
    });
  };
  const isStopping = isAsked || job.state.type === 'stopping';
  return (
    <Tooltip content="The trials that have ended are kept, with what the current one has measured">
      <Button icon="stop" aria-disabled={isStopping} onClick={isStopping ? undefined : cancel}>
        {isStopping ? 'Stopping…' : 'Cancel'}
      </Button>
    </Tooltip>
  );
};
