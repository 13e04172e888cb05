import type { MessagePort } from 'node:worker_threads';
import type { ErrorEnvelope } from '../../../shared/errors.ts';
import type { TasksSoFar } from '../../../shared/jobs.ts';
import type { ProfiledTasks } from '../../../shared/profile-report.ts';
import type { TraceHeader } from './slot-file.ts';

/** What the tracing thread is started with. */
export interface TracingStart {
  /** In which trace files appear. */
  readonly folder: string;
  readonly originNs: bigint;
  /** Leads to the session's writer. */
  readonly rows: MessagePort;
  /** Of the thread, as `os.setPriority` takes it; null: as it is. */
  readonly priority: number | null;
}

/** To the tracing thread. Each is answered, in order. */
export type TracingRequest =
  /** Nothing of the program is left: the rest is to be written. Answered when the writer has all of it. */
  | { readonly kind: 'finish' }
  /** What the tasks of the session at `path` come to. */
  | { readonly kind: 'account'; readonly path: string };

/** From the tracing thread. `so-far` answers nothing: it comes whenever tasks have settled. */
export type TracingReply =
  | { readonly kind: 'so-far'; readonly tasks: TasksSoFar }
  | {
      readonly kind: 'finished';
      readonly programs: readonly TraceHeader[];
      /** What is missing, as sentences. */
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'accounted'; readonly tasks: ProfiledTasks }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope };
