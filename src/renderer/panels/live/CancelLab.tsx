import { memo, useState } from 'react';
import type { JobId } from '../../../shared/jobs.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { Button } from '../../ui/Button.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useToasts } from '../../ui/use-toasts.ts';

interface CancelLabProps {
  readonly job: JobId;
  readonly isStopping: boolean;
}

/** Stops a lab; asks nothing first, as nothing that was measured is lost. */
export const CancelLab = memo(({ job, isStopping: isToldToStop }: CancelLabProps) => {
  const engine = useEngine();
  const { showError } = useToasts();
  const [isAsked, setIsAsked] = useState(false);
  const cancel = () => {
    setIsAsked(true);
    engine.cancelJob(job).catch((thrown: unknown) => {
      setIsAsked(false);
      showError(thrown);
    });
  };
  const isStopping = isAsked || isToldToStop;
  return (
    <Tooltip content="The trials that have ended are kept, with what the current one has measured">
      <Button icon="stop" aria-disabled={isStopping} onClick={isStopping ? undefined : cancel}>
        {isStopping ? 'Stopping…' : 'Cancel'}
      </Button>
    </Tooltip>
  );
});
