import { useEffect, useRef, useState } from 'react';
import type { JobId, LiveBatch } from '../../../shared/jobs.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { useEvent } from '../../connection/use-event.ts';
import { LabTape } from './lab-tape.ts';

/**
 * The tape of a lab or a profile under way: first its history, so that a window that comes later (or was reloaded) knows as much as
 * one that was there from the start, then every batch.
 */
export function useLabTape(job: JobId): LabTape {
  const engine = useEngine();
  const [tape] = useState(() => new LabTape());
  /** Batches that came before the history; null: it is there. */
  const early = useRef<LiveBatch[] | null>([]);

  useEvent('live', (batch) => {
    if (batch.job !== job) return;
    if (early.current === null) tape.add(batch);
    else early.current.push(batch);
  });

  useEffect(() => {
    let isLeft = false;
    early.current = [];
    engine.watchJob(job).then(
      (history) => {
        if (isLeft) return;
        tape.restart();
        for (const batch of [...(history === null ? [] : [history]), ...(early.current ?? [])])
          tape.add(batch);
        early.current = null;
      },
      // The end of the job or of the connection; the screen says so from what it knows of the job.
      () => undefined,
    );
    return () => {
      isLeft = true;
      engine.unwatchJob(job).catch(() => undefined);
    };
  }, [engine, job, tape]);

  return tape;
}
