import { encodeChunk, encodeRawChunk } from './chunk.ts';
import { joinRows, rowsOf, sliceRows, timeSpan, viewRows } from './columns.ts';
import type { Columns } from './columns.ts';
import { maximumTailChunks } from './format.ts';
import type { StreamLayout } from './format.ts';
import type { WriterDatabase } from './writer-database.ts';

/**
 * The growing end of one stream. Each commit adds a small raw chunk of what arrived; once the small chunks
 * hold a full chunk's rows they are rewritten as one compact chunk (when they are many, as one raw chunk), in
 * the same transaction. Their rows stay in memory until then.
 */
export class StreamTail {
  /** Rows on disk after the transaction of the last `store` is committed. */
  rows = 0;
  readonly #layout: StreamLayout;
  #arrived: Columns[] = [];
  /** Rows of the small chunks on disk, and these chunks' numbers. */
  #stored: Columns[] = [];
  #tailChunks: number[] = [];
  /** First row of the small chunks. */
  #tailRow = 0;

  constructor(layout: StreamLayout) {
    this.#layout = layout;
  }

  add(columns: Columns): void {
    if (rowsOf(columns) > 0) this.#arrived.push(columns);
  }

  get pending(): boolean {
    return this.#arrived.length > 0;
  }

  /** Writes what arrived. `last`: the stream ends here, leave no small chunks behind. */
  store(database: WriterDatabase, last = false): void {
    const arrived = joinRows(this.#layout.columns, this.#arrived);
    this.#arrived = [];
    const count = rowsOf(arrived);
    const { chunkRows } = this.#layout;
    const full = this.rows + count - this.#tailRow >= chunkRows;
    const join = full || this.#tailChunks.length >= maximumTailChunks || last;
    if (!join) {
      if (count > 0) this.#appendTail(database, arrived);
      return;
    }
    const tail = joinRows(this.#layout.columns, [...this.#stored, arrived]);
    this.#dropTail(database);
    let stored = 0;
    while (rowsOf(tail) - stored >= chunkRows) {
      this.#insert(database, viewRows(tail, stored, stored + chunkRows), encodeChunk);
      stored += chunkRows;
      this.#tailRow = this.rows;
    }
    const rest = sliceRows(tail, stored, rowsOf(tail));
    if (rowsOf(rest) > 0) this.#appendTail(database, rest, last ? encodeChunk : encodeRawChunk);
  }

  #appendTail(database: WriterDatabase, rows: Columns, encode = encodeRawChunk): void {
    this.#stored.push(rows);
    this.#tailChunks.push(this.#insert(database, rows, encode));
  }

  #dropTail(database: WriterDatabase): void {
    for (const chunk of this.#tailChunks) database.deleteChunk(chunk);
    this.#tailChunks = [];
    this.#stored = [];
    this.rows = this.#tailRow;
  }

  #insert(database: WriterDatabase, rows: Columns, encode: typeof encodeChunk): number {
    const layout = this.#layout;
    const id = database.insertChunk(layout, {
      firstRow: this.rows,
      count: rowsOf(rows),
      ...timeSpan(rows, layout.times),
      rows: encode(layout, rows),
    });
    this.rows += rowsOf(rows);
    return id;
  }
}
