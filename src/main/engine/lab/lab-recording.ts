import { basename, isAbsolute } from 'node:path';
import type { LabRequest } from '../../../shared/experiment.ts';
import type { TaskSource } from '../../../shared/worker-protocol.ts';
import { openRecording, type Recording } from '../open-recording.ts';
import type { LabEnvironment } from './lab.ts';
import type { LabObserver } from './lab-observer.ts';

/** Creates the session file of a lab and starts the collector. Rejects with `session-unwritable`. */
export const recordLab = (
  request: LabRequest,
  environment: LabEnvironment,
  {
    source,
    name,
    originNs,
    cores,
    observer,
  }: {
    source: TaskSource;
    /** The module's own name for the task, if it has one. */
    name: string | null;
    originNs: bigint;
    cores: readonly number[];
    observer: LabObserver;
  },
): Promise<Recording> =>
  openRecording(
    {
      command: 'lab',
      workload: { label: labelOf(name, source.label), path: source.path },
      out: request.out,
      originNs,
      measuredCores: cores,
      printer: 'tasks',
      onCores: observer.coresRead ?? null,
      onTree: null,
      onOutput: () => undefined,
    },
    environment,
  );

/** A file that was picked in a window comes with its whole path, which says no more here than its name. */
function labelOf(name: string | null, task: string): string {
  const picked = isAbsolute(task) ? basename(task) : task;
  return name === null ? picked : `${name} (${picked})`;
}
