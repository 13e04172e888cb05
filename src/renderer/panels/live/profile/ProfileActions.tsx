import { memo, useState } from 'react';
import type { Job, ProfileProgress } from '../../../../shared/jobs.ts';
import { useEngine } from '../../../connection/use-engine.ts';
import { Button } from '../../../ui/Button.tsx';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import { useToasts } from '../../../ui/use-toasts.ts';

interface ProfileActionsProps {
  readonly job: Job;
  readonly phase: ProfileProgress['phase'];
}

/** Ends a profiled program, the gentle way and the other one; asks nothing first, as what was recorded is kept. */
export const ProfileActions = memo(({ job, phase }: ProfileActionsProps) => {
  const engine = useEngine();
  const { show, showError } = useToasts();
  const [isAsked, setIsAsked] = useState(false);
  const isStopping = isAsked || job.state.type === 'stopping';
  const canInterrupt = phase === 'running' && !isStopping;
  const interrupt = () =>
    engine
      .signalProfile(job.id, 'SIGINT')
      .then(() => show({ title: 'The program was sent Ctrl-C (SIGINT)' }), showError);
  const stop = () => {
    setIsAsked(true);
    engine.cancelJob(job.id).catch((thrown: unknown) => {
      setIsAsked(false);
      showError(thrown);
    });
  };
  return (
    <>
      <Tooltip content="As Ctrl-C in a terminal: the program may finish what it does">
        <Button aria-disabled={!canInterrupt} onClick={canInterrupt ? () => void interrupt() : undefined}>
          Interrupt
        </Button>
      </Tooltip>
      <Tooltip content="Ends the program and all that it started; what was recorded is kept">
        <Button icon="stop" aria-disabled={isStopping} onClick={isStopping ? undefined : stop}>
          {isStopping ? 'Stopping…' : 'Stop'}
        </Button>
      </Tooltip>
    </>
  );
});
