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
  readonly t0: number;
  readonly t1: number;
}

/** Reads the chunks of a session file. Throws RangeError or SQLite's error where the file is damaged. */
export class ChunkStore {
  readonly #database: DatabaseSync;
  readonly #index: StatementSync;
  readonly #rows: StatementSync;
  readonly #carry: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#index = database.prepare(
      'SELECT id, count, t0, t1 FROM chunk WHERE stream = ? AND t1 >= ? AND t0 <= ? ORDER BY first_row',
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
    return this.#index.all(layout.id, from, to).map((row) => ({
      id: Number(row['id']),
      count: Number(row['count']),
      t0: Number(row['t0']),
      t1: Number(row['t1']),
    }));
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
