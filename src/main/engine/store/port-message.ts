import type { ProcessRow, ThreadRow } from '../../../shared/session.ts';
import type { RowsMessage } from './messages.ts';

/**
 * What goes through a port of `RecordingWriter.openPort`, by which another thread appends straight to
 * the writer's worker. The port's owner posts rows, threads and processes, and `end` last. The writer's worker
 * answers `end` with `ended` once it holds everything posted before; its next commit has it on disk.
 * `finish` waits until every port was ended or closed, so nothing posted is lost: whoever took a port
 * ends it. A thread that dies closes its port, which counts as its end.
 */
export type PortMessage =
  | RowsMessage
  | { readonly kind: 'threads'; readonly rows: readonly ThreadRow[] }
  | { readonly kind: 'processes'; readonly rows: readonly ProcessRow[] }
  | { readonly kind: 'end' };

/** Writer's worker → port. */
export interface PortAnswer {
  readonly kind: 'ended';
}
