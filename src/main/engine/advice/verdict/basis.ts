import type { LabRequest } from '../../../../shared/experiment.ts';
import type { Language } from '../../../../shared/executors.ts';
import type { TrialReport, VerdictStep } from '../../../../shared/lab-report.ts';
import type { Disturbance } from './trust.ts';
import type { TaskProbe } from '../../../../shared/worker-protocol.ts';

/** All that a verdict goes by. */
export interface VerdictBasis extends Pick<LabRequest, 'objective' | 'prefer'> {
  readonly trials: readonly TrialReport[];
  readonly language: Language;
  readonly probe: TaskProbe | null;
  readonly processStartNs: number;
  /** The task returns a promise or is a coroutine function; null: not known. */
  readonly isAsync: boolean | null;
  /** What event loops ran instead of the task, as the user wrote it; null: the task itself. */
  readonly asyncVariant: string | null;
  /** How many tasks there are is not known: the lab chose how many to run. */
  readonly countIsOpen: boolean;
  /** The task's module, and what else is known of the program around it; empty: nothing was read. */
  readonly sourceTexts: readonly string[];
  readonly disturbance: Disturbance;
}

/** A step before it has its place on the path. */
export type Answered = Omit<VerdictStep, 'step'>;
export type Evidence = VerdictStep['evidence'];
