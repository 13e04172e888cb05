import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type {
  FailureRow,
  LogRow,
  ProcessRow,
  SessionHeader,
  ThreadRow,
  WorkerRow,
} from '../../../shared/session.ts';
import { pageSize, schema, streamLayouts, streamNames } from './format.ts';
import type { StreamLayout } from './format.ts';
import { isBusy } from './disk-errors.ts';
import type { DetailsMessage } from './messages.ts';
import { insertMipGroups } from './mip-store.ts';
import { packJson } from './packing.ts';

/** A chunk about to be stored. */
export interface NewChunk {
  readonly firstRow: number;
  readonly count: number;
  readonly t0: number;
  readonly t1: number;
  readonly rows: Uint8Array;
}

/** How long `finish` waits for readers of the live file to let go of the log. */
const patienceMs = 5000;

/** The SQL of a recording: every statement the writer runs, inside transactions it opens itself. */
export class WriterDatabase {
  readonly connection: DatabaseSync;
  #nextChunk = 1;
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  /** Creates the session in the empty file at `path` and puts its schema on disk. */
  constructor(path: string, header: SessionHeader) {
    this.connection = new DatabaseSync(path, { timeout: patienceMs });
    this.connection.exec(`
      PRAGMA page_size = ${pageSize};
      PRAGMA auto_vacuum = INCREMENTAL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
    `);
    this.transaction(() => {
      this.connection.exec(schema);
      this.#run('INSERT INTO session VALUES (1, ?, 0)', JSON.stringify(header));
      for (const name of streamNames) {
        const { id, columns, key } = streamLayouts[name];
        this.#run('INSERT INTO stream VALUES (?, ?, ?, ?)', id, name, JSON.stringify(columns), key);
      }
      insertMipGroups(this.connection);
    });
    // From here on the main file alone says what it is, even if the log is lost.
    this.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  transaction(work: () => void): void {
    this.connection.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.connection.exec('COMMIT');
    } catch (thrown) {
      // SQLite has already rolled back after some errors (a full disk); then there is nothing to undo.
      if (this.connection.isTransaction) this.connection.exec('ROLLBACK');
      throw thrown;
    }
  }

  /** Gives the new chunk's number; numbers are never used twice, so readers may cache by them. */
  insertChunk(layout: StreamLayout, chunk: NewChunk): number {
    const id = this.#nextChunk++;
    const { firstRow, count, t0, t1, rows } = chunk;
    this.#run(
      'INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      layout.id,
      firstRow,
      count,
      t0,
      t1,
      crc32(rows),
    );
    this.#run('INSERT INTO chunk_data VALUES (?, ?)', id, rows);
    return id;
  }

  deleteChunk(id: number): void {
    this.#run('DELETE FROM chunk WHERE id = ?', id);
    this.#run('DELETE FROM chunk_data WHERE id = ?', id);
  }

  insertWorkers(rows: readonly WorkerRow[]): void {
    for (const { worker, trial, pid, tid, name, affinity } of rows) {
      const cores = affinity === null ? null : JSON.stringify(affinity);
      this.#run(
        'INSERT OR REPLACE INTO worker VALUES (?, ?, ?, ?, ?, ?)',
        worker,
        trial,
        pid,
        tid,
        name,
        cores,
      );
    }
  }

  insertThreads(rows: readonly ThreadRow[]): void {
    for (const { thread, pid, tid, name, workload } of rows) {
      this.#run(
        'INSERT OR REPLACE INTO thread VALUES (?, ?, ?, ?, ?)',
        thread,
        pid,
        tid,
        name,
        workload ? 1 : 0,
      );
    }
  }

  insertProcesses(rows: readonly ProcessRow[]): void {
    for (const { process, pid, ppid, command, workload, start, end } of rows) {
      this.#run(
        'INSERT OR REPLACE INTO process VALUES (?, ?, ?, ?, ?, ?, ?)',
        process,
        pid,
        ppid,
        command,
        workload ? 1 : 0,
        start,
        end,
      );
    }
  }

  /** Failures of the same trial, outcome and message add up. */
  insertFailures(rows: readonly FailureRow[]): void {
    for (const { trial, outcome, message, count, first_task: first } of rows) {
      this.#run(
        `INSERT INTO failure VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
           count = count + excluded.count, first_task = min(first_task, excluded.first_task)`,
        trial,
        outcome,
        message,
        count,
        first,
      );
    }
  }

  insertDetails({ of, rows }: DetailsMessage): void {
    for (const row of rows) {
      this.#run('INSERT OR REPLACE INTO detail VALUES (?, ?, ?)', of, row.number, JSON.stringify(row));
    }
  }

  insertLogs(rows: readonly LogRow[]): void {
    if (rows.length === 0) return;
    this.#run('INSERT INTO log (count, data) VALUES (?, ?)', rows.length, packJson(rows));
  }

  setDocument(name: string, value: unknown): void {
    this.#run('INSERT OR REPLACE INTO document VALUES (?, ?)', name, packJson(value));
  }

  setComplete(): void {
    this.#run('UPDATE session SET complete = 1');
  }

  /**
   * Moves the log into the main file and leaves WAL, so that one file stands alone. With a reader
   * attached SQLite keeps WAL mode; the main file is whole all the same.
   */
  close(): void {
    this.#statements.clear();
    // Gives back the room of the tails that were rewritten.
    this.connection.exec('PRAGMA incremental_vacuum');
    this.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.connection.exec('PRAGMA busy_timeout = 0');
    try {
      this.connection.exec('PRAGMA journal_mode = DELETE');
    } catch (thrown) {
      if (!isBusy(thrown)) throw thrown;
    }
    this.connection.close();
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    statement.run(...values);
  }
}
