import type { MessagePort } from 'node:worker_threads';
import type { ErrorEnvelope } from '../../../shared/errors.ts';
import type {
  FailureRow,
  LogRow,
  SessionHeader,
  SessionReport,
  StreamName,
  ThreadRow,
  WorkerRow,
} from '../../../shared/session.ts';
import type { Columns } from './columns.ts';

/** Rows on disk, per stream. */
export type RowCounts = Readonly<Record<StreamName, number>>;

/** What the writer's worker is started with. */
export interface WriterStart {
  readonly path: string;
  readonly header: SessionHeader;
}

/** Rows of a stream; the columns' buffers are moved, not copied. */
export interface RowsMessage {
  readonly kind: 'rows';
  readonly stream: StreamName;
  readonly columns: Columns;
}

/** Session → writer's worker. */
export type WriterRequest =
  | RowsMessage
  | { readonly kind: 'workers'; readonly rows: readonly WorkerRow[] }
  | { readonly kind: 'threads'; readonly rows: readonly ThreadRow[] }
  | { readonly kind: 'failures'; readonly rows: readonly FailureRow[] }
  | { readonly kind: 'logs'; readonly rows: readonly LogRow[] }
  | { readonly kind: 'report'; readonly report: SessionReport }
  | { readonly kind: 'port'; readonly port: MessagePort }
  | { readonly kind: 'finish'; readonly complete: boolean };

/** Writer's worker → session. */
export type WriterEvent =
  | { readonly kind: 'opened' }
  | { readonly kind: 'committed'; readonly rows: RowCounts; readonly onCpuNs: number }
  | { readonly kind: 'finished'; readonly rows: RowCounts }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope };
