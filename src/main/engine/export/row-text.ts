import type { SessionReader, StreamBatch, StreamName } from '../../../shared/session.ts';

/** Few enough rows for a piece of text well below a megabyte, many enough that the piece's overhead does not count. */
const rowsPerPiece = 1024;

/**
 * The text of all rows of a stream, some thousand rows a piece. `render` gives the text of the rows [from, to) of a
 * batch; it is called with plain ranges because a generator in the innermost loop costs more than the formatting.
 */
export function* rowText<N extends StreamName>(
  session: SessionReader,
  stream: N,
  advance: (rows: number) => void,
  render: (batch: StreamBatch<N>, from: number, to: number) => string,
): Generator<string> {
  for (const batch of session.batches(stream)) {
    const rows = rowCount(batch);
    for (let from = 0; from < rows; from += rowsPerPiece) {
      const to = Math.min(rows, from + rowsPerPiece);
      yield render(batch, from, to);
      advance(to - from);
    }
  }
}

export const rowCount = (batch: Readonly<Record<string, { readonly length: number }>>): number =>
  Object.values(batch)[0]?.length ?? 0;
