import type { ErrorEnvelope } from '../../../shared/errors.ts';
import type { ExportRequest } from '../../../shared/workplace.ts';

/** What the thread of an export is started with. The only message to it is `cancel`. */
export type ExportWorkerData = Pick<ExportRequest, 'session' | 'format' | 'target'>;

export type ExportEvent =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: ErrorEnvelope };
