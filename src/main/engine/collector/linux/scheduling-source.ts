import type { Scheduling } from '../../../../shared/lab-report.ts';
import type { Bytes, Nanoseconds } from '../../../../shared/units.ts';
import type { TreeActivity } from '../../../../shared/jobs.ts';
import type { FinalReading, MeasuredWorker, ProcessSeen, TrialScope } from '../collector.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import type { ThreadRecord } from '../trial-totals.ts';
import type { MeasuredTree } from './waits/wait-sampling.ts';

/**
 * Where one trial's per-thread figures come from. Sampling /proc is one source; recording every switch is the other, behind the
 * same calls. All times are points of the session.
 */
export interface SchedulingSource {
  readonly scheduling: Scheduling;
  /** How often `sample` is to be called. */
  readonly periodMs: number;
  /** `sample` may be called less often when it gets too dear: the totals do not depend on it. */
  readonly isPaced: boolean;
  /** Reads the baseline of every thread of the tree; when it returns, the trial may start. */
  begin(scope: TrialScope, nowNs: Nanoseconds): void;
  announce(workers: readonly MeasuredWorker[], nowNs: Nanoseconds): void;
  supersede(readings: readonly FinalReading[], receivedNs: Nanoseconds): void;
  /** Called once a period, unless the pace skips it; does nothing between trials. */
  sample(nowNs: Nanoseconds, detail: 'run-times' | 'run-times-and-cores'): void;
  /** Reads everything once more, and lets go of the tree. */
  end(nowNs: Nanoseconds): SourceEvidence;
  /** The tree of the trial under way, for those who look at it from another side; null between trials. */
  readonly tree: MeasuredTree | null;
  /** What the tree does now, and did since the last call; null between trials. */
  activity(nowNs: Nanoseconds): TreeActivity | null;
  /** Hands what was gathered since the last flush to the session. */
  flush(writer: PortWriter): void;
  close(): void;
}

/** What a source knows at the end of a trial. */
export interface SourceEvidence {
  readonly accounts: readonly ThreadRecord[];
  readonly processes: readonly ProcessSeen[];
  readonly workers: ReadonlyMap<MeasuredWorker, ThreadRecord | null>;
  readonly peakRss: Bytes | null;
  readonly threadsNotFollowed: number;
  readonly warnings: readonly string[];
}
