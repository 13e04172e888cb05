import type { LiveCores, ProfileProgress } from '../../../shared/jobs.ts';
import type { LogRow } from '../../../shared/session.ts';
import type { PassedSignal } from '../../../shared/worker-protocol.ts';

/**
 * Whoever follows a profile while it runs. Everything is told from the engine's own turn, so what is done with it must be quick. Times
 * are nanoseconds from the session's start.
 */
export interface ProfileObserver {
  /** At each change of phase, and ten times a second while the program runs. */
  progressed(progress: ProfileProgress): void;
  /** The session's file exists from now on; `originNs` is CLOCK_MONOTONIC at its start. */
  recordingBegan?(originNs: bigint): void;
  /** The program runs from now on, until the promise of the profile resolves. */
  programBegan?(program: RunningProgram): void;
  /** The load of the cores, a few times a second. */
  readonly coresRead?: (rows: LiveCores) => void;
  /** A piece of the program's output that the session keeps. */
  readonly printed?: (row: LogRow) => void;
}

export interface RunningProgram {
  /** To the program and its process group, as a terminal would. */
  send(signal: PassedSignal): void;
}
