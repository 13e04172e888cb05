import type { MessagePort } from 'node:worker_threads';
import type { LiveCores } from '../../../shared/jobs.ts';
import type { Scheduling } from '../../../shared/lab-report.ts';
import type {
  CollectorCost,
  FinalReading,
  MeasuredWorker,
  SchedulingTotals,
  TrialScope,
} from './collector.ts';

/** What the collector's thread is started with. */
export interface CollectorWorkerData {
  /** Leads to the session's writer. */
  readonly samples: MessagePort;
  readonly originNs: bigint;
  readonly periodMs: number;
  readonly measuredCores: readonly number[];
  /** Whether `cores` replies are wanted. */
  readonly tellCores: boolean;
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

/** From the collector's thread. `cores` answers nothing: it comes whenever there is something to tell. */
export type CollectorReply =
  | { readonly kind: 'cores'; readonly rows: LiveCores }
  | { readonly kind: 'ready'; readonly scheduling: Scheduling }
  | { readonly kind: 'begun' }
  | { readonly kind: 'ended'; readonly totals: SchedulingTotals; readonly scheduling: Scheduling }
  | { readonly kind: 'stopped'; readonly cost: CollectorCost };
