import { callerShareOf, onCpuShareOf, ownNsOf } from '../advice/verdict/probe-time.ts';
import type { Study } from './study.ts';

/** What a lab goes by when it plans: how long a task takes alone, and how much of that it computes. */
export interface TaskNature {
  /** Duration of one task alone, without what other programs took of it; null: not known. */
  readonly taskNs: number | null;
  /** Share of that on a core, 0–1; null: not known. */
  readonly onCpuShare: number | null;
  /** Share of it in which the thread that calls it is on a core, 0–1, which is what a task takes of an event loop; null: not known. */
  readonly loopShare: number | null;
  /** Several can be in flight on one event loop. */
  readonly interleaves: boolean;
  readonly threadStartNs: number | null;
  readonly processStartNs: number;
}

export function natureOf({ probe, inspection, processStartNs }: Study): TaskNature {
  const known = probe !== null && probe.wallNs > 0 && probe.runs > 0;
  return {
    taskNs: known ? ownNsOf(probe) / probe.runs : null,
    onCpuShare: known ? onCpuShareOf(probe) : null,
    loopShare: known ? callerShareOf(probe) : null,
    interleaves: inspection.isAsync ?? probe?.async ?? true,
    threadStartNs: probe?.threadStartNs ?? null,
    processStartNs: probe?.processStartNs ?? processStartNs,
  };
}
