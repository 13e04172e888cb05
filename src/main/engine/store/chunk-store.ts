import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { decodeChunk } from './chunk.ts';
import { viewRows } from './columns.ts';
import type { Columns } from './columns.ts';
import type { StreamLayout } from './format.ts';

/** One row of the chunk index. */
export interface ChunkEntry {
  readonly id: number;
  readonly count: number;
}

/** Which rows to read, and what of them. */
export interface WantedRows {
  readonly from: number;
  readonly to: number;
  readonly wanted: ReadonlySet<string> | undefined;
  readonly anyOrder: boolean;
}

/** Reads the chunks of a session file. Throws RangeError or SQLite's error where the file is damaged. */
export class ChunkStore {
  readonly #database: DatabaseSync;
  readonly #index: StatementSync;
  readonly #extent: StatementSync;
  readonly #rows: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#index = database.prepare(
      'SELECT id, count FROM chunk WHERE stream = ? AND t1 >= ? AND t0 <= ? ORDER BY first_row',
    );
    this.#extent = database.prepare(
      'SELECT min(t0) AS t0, max(t1) AS t1 FROM chunk WHERE stream = ? AND t1 < 9e999',
    );
    this.#rows = database.prepare('SELECT crc, rows FROM chunk JOIN chunk_data USING (id) WHERE id = ?');
  }

  count(layout: StreamLayout): number {
    const sum = this.#database
      .prepare('SELECT sum(count) AS rows FROM chunk WHERE stream = ?')
      .get(layout.id);
    return Number(sum?.['rows'] ?? 0);
  }

  /** Chunks that may hold rows touching [from, to], in order of recording. */
  entries(layout: StreamLayout, from: number, to: number): ChunkEntry[] {
    return this.#index.all(layout.id, from, to).map(entryOf);
  }

  /** From the stream's earliest to its latest known time. */
  extent(layout: StreamLayout): { readonly t0: number; readonly t1: number } {
    const row = this.#extent.get(layout.id);
    const t0 = row?.['t0'];
    const t1 = row?.['t1'];
    return typeof t0 === 'number' && typeof t1 === 'number' ? { t0, t1 } : { t0: Infinity, t1: -Infinity };
  }

  /**
   * The chunks' rows one after the other. The whole iteration sees the file as it was at its start, even
   * while the recorder rewrites the stream's tail.
   */
  *batches(layout: StreamLayout, { from, to, wanted, anyOrder }: WantedRows): Generator<Columns> {
    const chunks = this.#database
      .prepare(
        `SELECT crc, rows FROM chunk JOIN chunk_data USING (id)
         WHERE stream = ? AND t1 >= ? AND t0 <= ? ORDER BY first_row`,
      )
      .iterate(layout.id, from, to);
    for (const row of chunks) yield decodeRow(layout, row, wanted, anyOrder);
  }

  /** Columns of the rows from number `row` on, in order of arrival, of the file as it is at the start of the iteration. */
  *rowsFrom(layout: StreamLayout, row: number, wanted: ReadonlySet<string>): Generator<Columns> {
    const chunks = this.#database
      .prepare(
        `SELECT first_row, count, crc, rows FROM chunk JOIN chunk_data USING (id)
         WHERE stream = ? AND first_row + count > ? ORDER BY first_row`,
      )
      .iterate(layout.id, row);
    for (const chunk of chunks) {
      const known = row - Number(chunk['first_row']);
      const columns = decodeRow(layout, chunk, wanted);
      // A chunk whose first rows are known was made of smaller ones since.
      yield known > 0 ? viewRows(columns, known, Number(chunk['count'])) : columns;
    }
  }

  read(layout: StreamLayout, id: number, wanted: ReadonlySet<string>): Columns {
    return decodeRow(layout, this.#rows.get(id), wanted);
  }
}

const entryOf = (row: Readonly<Record<string, unknown>>): ChunkEntry => ({
  id: Number(row['id']),
  count: Number(row['count']),
});

function decodeRow(
  layout: StreamLayout,
  row: Readonly<Record<string, unknown>> | undefined,
  wanted?: ReadonlySet<string>,
  anyOrder = false,
): Columns {
  const blob = row?.['rows'];
  if (!(blob instanceof Uint8Array) || crc32(blob) !== row?.['crc']) {
    throw new RangeError('a chunk does not match its checksum');
  }
  return decodeChunk(layout, new Uint8Array(blob), wanted, anyOrder);
}
