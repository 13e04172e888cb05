import type { MessagePort } from 'node:worker_threads';
import type { ErrorEnvelope } from '../../../shared/errors.ts';
import type {
  DetailKind,
  DetailRows,
  FailureRow,
  LogRow,
  ProcessRow,
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
  /** Of the thread; null: as it is. */
  readonly priority: number | null;
}

/** Rows of a stream; the columns' buffers are moved, not copied. */
export interface RowsMessage {
  readonly kind: 'rows';
  readonly stream: StreamName;
  readonly columns: Columns;
}

/** Rows of one of the kinds of details. */
export interface DetailsMessage {
  readonly kind: 'details';
  readonly of: DetailKind;
  readonly rows: readonly DetailRows[DetailKind][];
}

/** Session → writer's worker. */
export type WriterRequest =
  | RowsMessage
  | { readonly kind: 'workers'; readonly rows: readonly WorkerRow[] }
  | { readonly kind: 'threads'; readonly rows: readonly ThreadRow[] }
  | { readonly kind: 'processes'; readonly rows: readonly ProcessRow[] }
  | { readonly kind: 'failures'; readonly rows: readonly FailureRow[] }
  | { readonly kind: 'logs'; readonly rows: readonly LogRow[] }
  | DetailsMessage
  | { readonly kind: 'report'; readonly report: SessionReport }
  | { readonly kind: 'port'; readonly port: MessagePort }
  /** Asks for a commit of all that was posted before, through ports as well; answered with `flushed`. */
  | { readonly kind: 'flush'; readonly flush: number }
  | { readonly kind: 'finish'; readonly complete: boolean };

/** What a recording is made of. */
export type RecordedPart = Exclude<WriterRequest, { readonly kind: 'port' | 'flush' | 'finish' }>;

/** Writer's worker → session. */
export type WriterEvent =
  | { readonly kind: 'opened' }
  | { readonly kind: 'committed'; readonly rows: RowCounts; readonly onCpuNs: number }
  | { readonly kind: 'flushed'; readonly flush: number }
  | { readonly kind: 'finished'; readonly rows: RowCounts }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope };
