import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { decodeChunk } from './chunk.ts';
import type { Columns } from './columns.ts';
import { carryColumns } from './format.ts';
import type { StreamLayout } from './format.ts';
import { carryFromColumns } from './carry.ts';
import type { Carry } from './carry.ts';

/** One row of the chunk index. */
export interface ChunkEntry {
  readonly id: number;
  readonly count: number;
}

/** Reads the chunks of a session file. Throws RangeError or SQLite's error where the file is damaged. */
export class ChunkStore {
  readonly #database: DatabaseSync;
  readonly #index: StatementSync;
  readonly #indexFrom: StatementSync;
  readonly #extent: StatementSync;
  readonly #rows: StatementSync;
  readonly #carry: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#index = database.prepare(
      'SELECT id, count FROM chunk WHERE stream = ? AND t1 >= ? AND t0 <= ? ORDER BY first_row',
    );
    this.#indexFrom = database.prepare(`
      WITH reaching AS (SELECT min(first_row) AS first_row FROM chunk WHERE stream = ? AND t1 >= ?),
           last AS (SELECT max(first_row) AS first_row FROM chunk WHERE stream = ?)
      SELECT id, count FROM chunk, reaching, last
      WHERE stream = ? AND chunk.first_row >= coalesce(reaching.first_row, last.first_row)
        AND (t0 < ? OR chunk.first_row = coalesce(reaching.first_row, last.first_row))
      ORDER BY chunk.first_row
    `);
    this.#extent = database.prepare(
      'SELECT min(t0) AS t0, max(t1) AS t1 FROM chunk WHERE stream = ? AND t1 < 9e999',
    );
    this.#rows = database.prepare('SELECT crc, rows FROM chunk JOIN chunk_data USING (id) WHERE id = ?');
    this.#carry = database.prepare('SELECT carry FROM chunk_data WHERE id = ?');
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

  /**
   * Chunks that may say what happens in [from, to): the first that reaches `from` and, of those recorded
   * after it, all that begin before `to`. Everything recorded earlier is older than `from`.
   */
  entriesFrom(layout: StreamLayout, from: number, to: number): ChunkEntry[] {
    return this.#indexFrom.all(layout.id, from, layout.id, layout.id, to).map(entryOf);
  }

  /** The stream's latest known time; −Infinity when there is none. */
  latest(layout: StreamLayout): number {
    return this.extent(layout).t1;
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
  *batches(layout: StreamLayout, from: number, to: number): Generator<Columns> {
    const chunks = this.#database
      .prepare(
        `SELECT crc, rows FROM chunk JOIN chunk_data USING (id)
         WHERE stream = ? AND t1 >= ? AND t0 <= ? ORDER BY first_row`,
      )
      .iterate(layout.id, from, to);
    for (const row of chunks) yield decodeRow(layout, row);
  }

  read(layout: StreamLayout, id: number, wanted: ReadonlySet<string>): Columns {
    return decodeRow(layout, this.#rows.get(id), wanted);
  }

  /** What the cores were doing when a switch chunk begins. */
  carry(id: number): Carry {
    const blob = this.#carry.get(id)?.['carry'];
    if (!(blob instanceof Uint8Array)) throw new RangeError(`the switch chunk ${id} has no carry-in`);
    return carryFromColumns(decodeChunk({ columns: carryColumns, key: null }, blob));
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
): Columns {
  const blob = row?.['rows'];
  if (!(blob instanceof Uint8Array) || crc32(blob) !== row?.['crc']) {
    throw new RangeError('a chunk does not match its checksum');
  }
  return decodeChunk(layout, new Uint8Array(blob), wanted);
}
