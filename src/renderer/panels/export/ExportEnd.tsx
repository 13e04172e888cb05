import { useEffect, useEffectEvent } from 'react';
import { useJob } from '../../connection/use-jobs.ts';
import { isUnderWay, type Job, type JobId } from '../../../shared/jobs.ts';

interface ExportEndProps {
  readonly id: JobId;
  readonly onEnd: (job: Job) => void;
}

/** Waits for the end of a job; draws nothing. */
export const ExportEnd = ({ id, onEnd }: ExportEndProps) => {
  const job = useJob(id);
  const ended = job !== null && !isUnderWay(job) ? job : null;
  const tell = useEffectEvent((one: Job) => onEnd(one));
  useEffect(() => {
    if (ended !== null) tell(ended);
  }, [ended]);
  return null;
};
