import { CorelaneError } from '../../../shared/errors.ts';
import type { StreamBatch, StreamName } from '../../../shared/session.ts';
import { isBatchOf } from './columns.ts';
import type { Columns } from './columns.ts';
import type { RowsMessage } from './messages.ts';

/** A batch as a message, and the buffers that move with it. */
export interface Posting {
  readonly message: RowsMessage;
  readonly transfer: ArrayBuffer[];
}

/**
 * Prepares a batch for another thread. Its buffers are given away: the sender's arrays are empty
 * afterwards, and so is any other view of the same buffers. Throws when the batch is not rows of the stream.
 */
export function postingOf<N extends StreamName>(stream: N, batch: StreamBatch<N>): Posting {
  if (!isBatchOf(stream, batch)) {
    throw new CorelaneError(
      'internal',
      `A batch for the stream ${stream} lacks a column, has one of the wrong kind, or has columns of different lengths.`,
      'This is a defect in Corelane; please report it.',
    );
  }
  const columns: Columns = batch;
  const buffers = new Set(Object.values(columns).map((column) => column.buffer));
  return { message: { kind: 'rows', stream, columns }, transfer: [...buffers] };
}
