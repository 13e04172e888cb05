import { sessionVersion, streams } from '../../../shared/session.ts';
import type { ColumnKind, StreamName } from '../../../shared/session.ts';

/**
 * What makes an SQLite file a Corelane session: its marks, its tables, and how each stream is laid out.
 * docs/session-format.md describes the same for readers that are not Corelane.
 */

/** `PRAGMA application_id`: the letters CORL. */
export const applicationId = 0x434f_524c;

export const pageSize = 16384;

/** Rows of a full chunk; the live tail of a stream is rewritten into chunks of this size. */
const fullChunkRows = 8192;
/** Slices come in greater number than all the rest, and a chunk wastes half a page of the file. */
const fullChunkSlices = 16_384;

/** Small tail chunks a stream may have before they are joined, so that quiet streams stay quick to read. */
export const maximumTailChunks = 25;

export interface StreamLayout {
  readonly name: StreamName;
  /** Number of the stream in the file. */
  readonly id: number;
  readonly columns: readonly (readonly [string, ColumnKind])[];
  /** How full chunks are encoded: column by column, or as slices. */
  readonly coding: 'columns' | 'slices';
  /** Rows of a full chunk. */
  readonly chunkRows: number;
  /** Deltas are taken against the previous row with the same value here; null: against the previous row. */
  readonly key: string | null;
  /** The columns whose known values span a row's time. */
  readonly times: readonly string[];
}

const layout = (
  name: StreamName,
  id: number,
  key: string | null,
  times: readonly string[],
): StreamLayout => ({
  name,
  id,
  columns: Object.entries<ColumnKind>(streams[name]),
  coding: name === 'slices' ? 'slices' : 'columns',
  chunkRows: name === 'slices' ? fullChunkSlices : fullChunkRows,
  key,
  times,
});

export const streamLayouts: Readonly<Record<StreamName, StreamLayout>> = {
  tasks: layout('tasks', 1, 'lane', ['submit', 'start', 'end']),
  cores: layout('cores', 2, 'core', ['time']),
  threads: layout('threads', 3, 'thread', ['time']),
  memory: layout('memory', 4, 'pid', ['time']),
  // 5 was kept for a stream that no version has written.
  slices: layout('slices', 6, 'core', ['ready', 'start', 'end']),
  losses: layout('losses', 7, 'core', ['time']),
  traced: layout('traced', 8, null, ['result']),
  steps: layout('steps', 9, 'tid', ['start', 'end']),
  spans: layout('spans', 10, 'tid', ['start', 'end']),
  loops: layout('loops', 11, 'tid', ['start', 'end']),
  waits: layout('waits', 12, 'thread', ['time']),
  samples: layout('samples', 13, 'tid', ['time']),
};

/** In order of their numbers. */
export const streamNames: readonly StreamName[] = Object.values(streamLayouts).map(({ name }) => name);

/** No rows, of any stream. */
export const noRows = (): Record<StreamName, number> => ({
  tasks: 0,
  cores: 0,
  threads: 0,
  memory: 0,
  slices: 0,
  losses: 0,
  traced: 0,
  steps: 0,
  spans: 0,
  loops: 0,
  waits: 0,
  samples: 0,
});

/** The tables of the mips. */
export const mipSchema = `
  CREATE TABLE mip (grp INTEGER NOT NULL, level INTEGER NOT NULL, page INTEGER NOT NULL, band INTEGER NOT NULL,
                    data BLOB NOT NULL, PRIMARY KEY (grp, level, page, band)) STRICT;
  CREATE TABLE mip_gap (grp INTEGER NOT NULL, level INTEGER NOT NULL, page INTEGER NOT NULL,
                        PRIMARY KEY (grp, level, page)) STRICT, WITHOUT ROWID;
  CREATE TABLE mip_group (grp INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, base_ns INTEGER NOT NULL,
                          settled_ns REAL NOT NULL) STRICT;
`;

export const schema = `
  CREATE TABLE session (id INTEGER PRIMARY KEY CHECK (id = 1), header TEXT NOT NULL, complete INTEGER NOT NULL) STRICT;
  CREATE TABLE document (name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, columns TEXT NOT NULL, key TEXT) STRICT;
  CREATE TABLE chunk (id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, first_row INTEGER NOT NULL,
                      count INTEGER NOT NULL, t0 REAL NOT NULL, t1 REAL NOT NULL, crc INTEGER NOT NULL) STRICT;
  CREATE INDEX chunk_order ON chunk (stream, first_row);
  CREATE TABLE chunk_data (id INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
  CREATE TABLE worker (worker INTEGER PRIMARY KEY, trial INTEGER NOT NULL, pid INTEGER NOT NULL, tid INTEGER NOT NULL,
                       name TEXT NOT NULL, affinity TEXT) STRICT;
  CREATE TABLE thread (thread INTEGER PRIMARY KEY, pid INTEGER NOT NULL, tid INTEGER NOT NULL, name TEXT NOT NULL,
                       workload INTEGER NOT NULL) STRICT;
  CREATE TABLE process (process INTEGER PRIMARY KEY, pid INTEGER NOT NULL, ppid INTEGER, command TEXT NOT NULL,
                        workload INTEGER NOT NULL, start_ns REAL, end_ns REAL) STRICT;
  CREATE TABLE failure (trial INTEGER NOT NULL, outcome TEXT NOT NULL, message TEXT NOT NULL, count INTEGER NOT NULL,
                        first_task INTEGER NOT NULL, PRIMARY KEY (trial, outcome, message)) STRICT;
  CREATE TABLE detail (kind TEXT NOT NULL, number INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (kind, number)) STRICT, WITHOUT ROWID;
  CREATE TABLE log (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
  ${mipSchema}
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${sessionVersion};
`;
