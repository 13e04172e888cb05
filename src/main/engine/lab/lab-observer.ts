import type { PlannedTrial } from '../../../shared/experiment.ts';
import type { LabProgress, LiveCores } from '../../../shared/jobs.ts';
import type { TaskBatch } from '../../../shared/session.ts';

/**
 * Whoever follows a lab while it runs. Everything is told from the lab's own turn, so what is done with it must be quick, and what is not
 * asked for is not computed. Times are nanoseconds from the session's start.
 */
export interface LabObserver {
  /** At each change of phase, and ten times a second while trials run. */
  progressed(progress: LabProgress): void;
  /** The session's file exists from now on; `originNs` is CLOCK_MONOTONIC at its start. */
  recordingBegan?(originNs: bigint): void;
  /** The trial's clock starts. Told once more when the trial is tried again. */
  trialBegan?(trial: number, planned: PlannedTrial, startNs: number): void;
  trialEnded?(trial: number, endNs: number): void;
  /** Rows of one trial. Their arrays are given to the store right afterwards and are empty then. */
  tasksSettled?(batch: TaskBatch): void;
  /** The load of the cores, a few times a second. */
  readonly coresRead?: (rows: LiveCores) => void;
}
