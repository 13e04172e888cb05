import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import type { StreamBatch } from '../../../shared/session.ts';
import { columnOf, newColumn, type Column, type Columns } from '../store/columns.ts';
import { streamLayouts } from '../store/format.ts';
import { batchOf, RowBuffer } from './row-buffer.ts';

type TracedBatch = StreamBatch<'traced'>;

/**
 * Rows of tasks whose parent has not settled: a row says its parent's number, which that has only then. Under a coroutine that runs as long as the
 * program these are all rows there are, so they wait in a file beside the trace; where it cannot be written, they go without a parent.
 */
export class WaitingRows {
  readonly #path: string;
  readonly #emit: (batch: TracedBatch) => void;
  readonly #buffer: RowBuffer<'traced'>;
  /** Of the rows in the buffer, whose file the parent's record is in. */
  #owners: number[] = [];
  readonly #kept: Kept[] = [];
  #file: number | null = null;
  #written = 0;

  /** `path`: the file, which nobody else uses. */
  constructor(path: string, emit: (batch: TracedBatch) => void) {
    this.#path = path;
    this.#emit = emit;
    this.#buffer = new RowBuffer('traced', (batch) => this.#keep(batch));
  }

  /** A new row in `columns`, in which `parent` is to be the number of a record in the file that `owner` stands for. */
  next(owner: number): number {
    const row = this.#buffer.next();
    this.#owners.push(owner);
    return row;
  }

  get columns(): TracedBatch {
    return this.#buffer.columns;
  }

  /** Hands all of them on, piece by piece. `taskAfter`: the number of the task of a record, plus 1. */
  *release(taskAfter: (owner: number, record: number) => number): Iterable<void> {
    this.#buffer.flush();
    for (const { rows, owners, batch, position } of this.#kept.splice(0)) {
      const columns = batch ?? this.#read(rows, position);
      if (columns === null) continue;
      for (let row = 0; row < rows; row += 1) {
        columns.parent[row] = taskAfter(owners[row] ?? 0, columns.parent[row] ?? 0);
      }
      this.#emit(columns);
      yield;
    }
    this.close();
  }

  close(): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    unlinkSync(this.#path);
    this.#file = null;
  }

  #keep(batch: TracedBatch): void {
    const owners = Uint32Array.from(this.#owners);
    this.#owners = [];
    const rows = owners.length;
    if (this.#kept.length === 0) {
      // Of a small program nothing goes through a file.
      this.#kept.push({ rows, owners, batch, position: 0 });
      return;
    }
    const position = this.#write(batch);
    if (position !== null) this.#kept.push({ rows, owners, batch: null, position });
    else {
      batch.parent.fill(0);
      this.#emit(batch);
    }
  }

  /** Gives where it was written; null: there was no room. */
  #write(batch: TracedBatch): number | null {
    const position = this.#written;
    try {
      this.#file ??= openSync(this.#path, 'wx+', 0o600);
      let at = position;
      for (const column of columnsOf(batch)) {
        if (writeSync(this.#file, column, 0, column.byteLength, at) < column.byteLength) return null;
        at += column.byteLength;
      }
      this.#written = at;
      return position;
    } catch {
      return null;
    }
  }

  #read(rows: number, position: number): TracedBatch | null {
    const columns: Record<string, Column> = {};
    let at = position;
    for (const [name, kind] of streamLayouts.traced.columns) {
      const column = newColumn(kind, rows);
      if (this.#file === null || readSync(this.#file, column, 0, column.byteLength, at) < column.byteLength) {
        return null;
      }
      at += column.byteLength;
      columns[name] = column;
    }
    return batchOf('traced', columns);
  }
}

const columnsOf = (batch: TracedBatch): readonly Column[] => {
  const columns: Columns = batch;
  return streamLayouts.traced.columns.map(([name]) => columnOf(columns, name));
};

interface Kept {
  readonly rows: number;
  readonly owners: Uint32Array;
  /** Null: in the file. */
  readonly batch: TracedBatch | null;
  readonly position: number;
}
