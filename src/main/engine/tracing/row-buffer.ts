import type { StreamBatch, StreamName } from '../../../shared/session.ts';
import { isBatchOf, newColumn, sliceRows, type Columns } from '../store/columns.ts';
import { streamLayouts } from '../store/format.ts';

const capacity = 4096;

/** Rows of a stream on their way to the session, written column by column and handed on when there are enough of them. */
export class RowBuffer<N extends StreamName> {
  readonly #stream: N;
  readonly #emit: (batch: StreamBatch<N>) => void;
  #columns: Columns & StreamBatch<N>;
  #rows = 0;

  constructor(stream: N, emit: (batch: StreamBatch<N>) => void) {
    this.#stream = stream;
    this.#emit = emit;
    this.#columns = emptyBatch(stream);
  }

  /** A new row, all zero. It is in `columns` until the next one is asked for. */
  next(): number {
    if (this.#rows === capacity) this.flush();
    this.#rows += 1;
    return this.#rows - 1;
  }

  get columns(): StreamBatch<N> {
    return this.#columns;
  }

  flush(): void {
    if (this.#rows === 0) return;
    const batch = batchOf(this.#stream, sliceRows(this.#columns, 0, this.#rows));
    // The rows handed on are copies, as few as they may be.
    for (const column of Object.values<Columns[string]>(this.#columns)) column.fill(0);
    this.#rows = 0;
    this.#emit(batch);
  }
}

const emptyBatch = <N extends StreamName>(stream: N): Columns & StreamBatch<N> =>
  batchOf(
    stream,
    Object.fromEntries(
      streamLayouts[stream].columns.map(([name, kind]) => [name, newColumn(kind, capacity)]),
    ),
  );

/** @throws RangeError when they are no rows of the stream. */
export function batchOf<N extends StreamName>(stream: N, columns: Columns): Columns & StreamBatch<N> {
  if (isBatchOf(stream, columns)) return columns;
  throw new RangeError(`These columns are no rows of ${stream}.`);
}
