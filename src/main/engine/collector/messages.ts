import type { MessagePort } from 'node:worker_threads';
import type { LiveCores, TreeActivity } from '../../../shared/jobs.ts';
import type { Scheduling } from '../../../shared/lab-report.ts';
import type {
  CollectorCost,
  FinalReading,
  MeasuredWorker,
  TrialScheduling,
  TrialScope,
} from './collector.ts';
import type { SchedulingMode } from './scheduling/reasons.ts';

/** What the collector's thread is started with. */
export interface CollectorWorkerData {
  /** Leads to the session's writer. */
  readonly samples: MessagePort;
  readonly originNs: bigint;
  readonly periodMs: number;
  readonly measuredCores: readonly number[];
  /** Whether `cores` replies are wanted. */
  readonly tellCores: boolean;
  /** Whether `tree` replies are wanted. */
  readonly tellTree: boolean;
  /** Whether to look at what threads of Python programs wait for. */
  readonly watchWaits: boolean;
  /** The most that is to be recorded. */
  readonly scheduling: SchedulingMode;
}

/** To the collector's thread. Each `begin`, `end` and `stop` is answered, in order. */
export type CollectorRequest =
  | { readonly kind: 'begin'; readonly scope: TrialScope }
  | { readonly kind: 'announce'; readonly workers: readonly MeasuredWorker[] }
  | {
      readonly kind: 'supersede';
      readonly readings: readonly FinalReading[];
      /** When the engine got them, on the session's time axis. */
      readonly receivedNs: number;
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'stop' };

/** From the collector's thread. `cores` and `tree` answer nothing: they come whenever there is something to tell. */
export type CollectorReply =
  | { readonly kind: 'cores'; readonly rows: LiveCores }
  | { readonly kind: 'tree'; readonly activity: TreeActivity }
  | { readonly kind: 'ready'; readonly scheduling: Scheduling }
  | { readonly kind: 'begun' }
  | { readonly kind: 'ended'; readonly totals: TrialScheduling; readonly scheduling: Scheduling }
  | { readonly kind: 'stopped'; readonly cost: CollectorCost };
