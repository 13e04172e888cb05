import type { SessionReader, StreamBatch, StreamName } from '../../../shared/session.ts';
import { TextPage } from './text-page.ts';

/** Few enough rows for a piece of text below a megabyte, many enough that the piece's overhead does not count. */
const rowsPerPiece = 1024;

/** Writes the rows [from, to) of a batch; called with ranges because a generator in the innermost loop is slow. */
export type RowWriter<N extends StreamName> = (
  batch: StreamBatch<N>,
  from: number,
  to: number,
  page: TextPage,
) => void;

/** The text of all rows of a stream, some thousand rows a piece. */
export function* rowText<N extends StreamName>(
  session: SessionReader,
  stream: N,
  advance: (rows: number) => void,
  write: RowWriter<N>,
): Generator<Uint8Array> {
  const page = new TextPage();
  for (const batch of session.batches(stream)) yield* batchText(batch, page, advance, write);
}

/** The text of one batch. */
export function* batchText<N extends StreamName>(
  batch: StreamBatch<N>,
  page: TextPage,
  advance: (rows: number) => void,
  write: RowWriter<N>,
): Generator<Uint8Array> {
  const rows = rowCount(batch);
  for (let from = 0; from < rows; from += rowsPerPiece) {
    const to = Math.min(rows, from + rowsPerPiece);
    write(batch, from, to, page);
    yield page.take();
    advance(to - from);
  }
}

export const rowCount = (batch: Readonly<Record<string, { readonly length: number }>>): number =>
  Object.values(batch)[0]?.length ?? 0;
