import type { TaskSource } from '../../../shared/worker-protocol.ts';
import type { TaskRuntime } from '../executors/task-runtime.ts';
import type { WorkerEntries } from '../worker-entries.ts';

/** What holds for every process that a lab starts for the task. */
export interface LabConditions {
  readonly entries: WorkerEntries;
  readonly runtime: TaskRuntime;
  /** CLOCK_MONOTONIC at the session's start. */
  readonly originNs: bigint;
  readonly source: TaskSource;
  /** Cores the whole process tree is held on; null: all. */
  readonly confinedTo: readonly number[] | null;
  readonly taskTimeoutNs: number | null;
}
