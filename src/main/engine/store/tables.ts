import type { DatabaseSync } from 'node:sqlite';
import { outcomes } from '../../../shared/session.ts';
import type {
  DetailKind,
  DetailRows,
  FailureRow,
  LogRow,
  Outcome,
  ProcessRow,
  SessionHeader,
  SessionReport,
  ThreadRow,
  WorkerRow,
} from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import type { Nanoseconds } from '../../../shared/units.ts';
import { unpackJson } from './packing.ts';

/**
 * The session's small tables as the rows of shared/session.ts. What is JSON in the file was written by
 * this format's writer, so beyond being JSON it is taken as what it says.
 */

type Row = Readonly<Record<string, unknown>>;

export function readHeader(database: DatabaseSync): SessionHeader {
  const header: SessionHeader = JSON.parse(text(only(database, 'SELECT header FROM session'), 'header'));
  return header;
}

export function readReport(database: DatabaseSync): SessionReport | null {
  const row = database.prepare(`SELECT data FROM document WHERE name = 'report'`).get();
  if (row === undefined) return null;
  const report: SessionReport = JSON.parse(unpackJson(blob(row, 'data')));
  return report;
}

export const readWorkers = (database: DatabaseSync): readonly WorkerRow[] =>
  Array.from(database.prepare('SELECT * FROM worker ORDER BY worker').iterate(), (row) => ({
    worker: integer(row, 'worker'),
    trial: integer(row, 'trial'),
    pid: integer(row, 'pid'),
    tid: integer(row, 'tid'),
    name: text(row, 'name'),
    affinity: row['affinity'] === null ? null : JSON.parse(text(row, 'affinity')),
  }));

export const readThreads = (database: DatabaseSync): readonly ThreadRow[] =>
  Array.from(database.prepare('SELECT * FROM thread ORDER BY thread').iterate(), (row) => ({
    thread: integer(row, 'thread'),
    pid: integer(row, 'pid'),
    tid: integer(row, 'tid'),
    name: text(row, 'name'),
    // Version 1 recorded the workload's threads and no others.
    workload: row['workload'] === undefined || row['workload'] === 1,
  }));

/** Version 1 did not record processes. */
export const readProcesses = (database: DatabaseSync): readonly ProcessRow[] =>
  hasTable(database, 'process')
    ? database
        .prepare('SELECT * FROM process ORDER BY process')
        .all()
        .map((row) => ({
          process: integer(row, 'process'),
          pid: integer(row, 'pid'),
          ppid: row['ppid'] === null ? null : integer(row, 'ppid'),
          command: text(row, 'command'),
          workload: row['workload'] === 1,
          start: time(row, 'start_ns'),
          end: time(row, 'end_ns'),
        }))
    : [];

export const readFailures = (database: DatabaseSync): readonly FailureRow[] =>
  database
    .prepare('SELECT * FROM failure ORDER BY trial, first_task')
    .all()
    .map((row) => ({
      trial: integer(row, 'trial'),
      outcome: outcome(row),
      message: text(row, 'message'),
      count: integer(row, 'count'),
      first_task: integer(row, 'first_task'),
    }));

/** Sessions from before programs were traced have none. */
export const readDetails = <K extends DetailKind>(
  database: DatabaseSync,
  kind: K,
): readonly DetailRows[K][] =>
  hasTable(database, 'detail')
    ? Array.from(
        database.prepare('SELECT data FROM detail WHERE kind = ? ORDER BY number').iterate(kind),
        (row): DetailRows[K] => JSON.parse(text(row, 'data')),
      )
    : [];

/** One commit's output in memory at a time. */
export function* readLogs(database: DatabaseSync): Generator<LogRow> {
  for (const row of database.prepare('SELECT data FROM log ORDER BY id').iterate()) {
    const rows: readonly LogRow[] = JSON.parse(unpackJson(blob(row, 'data')));
    yield* rows;
  }
}

/** Rows of output written so far: none is read. */
export const countLogs = (database: DatabaseSync): number =>
  integer(only(database, 'SELECT coalesce(sum(count), 0) AS count FROM log'), 'count');

const hasTable = (database: DatabaseSync, name: string): boolean =>
  database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined;

function time(row: Row, name: string): Nanoseconds | null {
  return row[name] === null ? null : asNanoseconds(integer(row, name));
}

function only(database: DatabaseSync, sql: string): Row {
  const row = database.prepare(sql).get();
  if (row === undefined) throw new RangeError('the session has no header');
  return row;
}

function integer(row: Row, name: string): number {
  const value = row[name];
  if (typeof value !== 'number') throw new RangeError(`${name} is no number`);
  return value;
}

function text(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw new RangeError(`${name} is no text`);
  return value;
}

function blob(row: Row, name: string): Uint8Array {
  const value = row[name];
  if (!(value instanceof Uint8Array)) throw new RangeError(`${name} is no blob`);
  return value;
}

function outcome(row: Row): Outcome {
  const found = outcomes.find((known) => known === row['outcome']);
  if (found === undefined) throw new RangeError(`unknown outcome ${String(row['outcome'])}`);
  return found;
}
