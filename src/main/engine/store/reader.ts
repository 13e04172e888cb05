import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type {
  ColumnName,
  ColumnQuery,
  DetailKind,
  DetailRows,
  FailureRow,
  LogRow,
  ProcessRow,
  RowQuery,
  SessionHeader,
  SessionReader,
  SessionReport,
  StreamBatch,
  StreamName,
  ThreadRow,
  Viewport,
  ViewportQuery,
  WorkerRow,
} from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import type { Nanoseconds } from '../../../shared/units.ts';
import { ChunkStore } from './chunk-store.ts';
import { hasColumns, isBatchOf, rowsOf, rowsTouching } from './columns.ts';
import type { Columns } from './columns.ts';
import { streamLayouts } from './format.ts';
import { MipPages } from './mip-pages.ts';
import { MipStore } from './mip-store.ts';
import { MipsInMemory } from './mips-in-memory.ts';
import { damaged, openDatabase, unreadable } from './open-database.ts';
import {
  readDetails,
  readFailures,
  readHeader,
  countLogs,
  readLogs,
  readProcesses,
  readReport,
  readThreads,
  readWorkers,
} from './tables.ts';
import { answerViewport } from './viewport.ts';

/**
 * Opens a session, finished or not, or still being recorded (each call then sees the last commit).
 * Throws session-unreadable, as do the reader's methods where the file turns out to be damaged.
 */
export function openSession(path: string): SessionReader {
  const absolute = resolve(path);
  const database = openDatabase(absolute);
  try {
    return new SessionFile(absolute, database);
  } catch (thrown) {
    database.close();
    throw unreadable(absolute, thrown);
  }
}

/**
 * Copies a session into one file that stands alone, also while it is being recorded. Throws
 * session-unreadable, or what SQLite says of the target.
 */
export function copySession(path: string, target: string): void {
  const database = openDatabase(resolve(path));
  try {
    database.prepare('VACUUM INTO ?').run(resolve(target));
  } finally {
    database.close();
  }
}

class SessionFile implements SessionReader {
  readonly path: string;
  readonly header: SessionHeader;
  readonly #database: DatabaseSync;
  readonly #chunks: ChunkStore;
  readonly #pages: MipPages;
  /** A log beside the file belongs to a recorder. */
  readonly #isOver: boolean;
  #inMemory: MipsInMemory | null = null;

  constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
    this.#isOver = !existsSync(`${path}-wal`);
    this.header = this.#read(() => readHeader(database));
    this.#chunks = this.#read(() => new ChunkStore(database));
    this.#pages = this.#read(() => new MipPages(new MipStore(database), this.#chunks));
  }

  get complete(): boolean {
    return this.#read(() => this.#database.prepare('SELECT complete FROM session').get()?.['complete'] === 1);
  }

  report(): SessionReport | null {
    return this.#read(() => readReport(this.#database));
  }

  workers(): readonly WorkerRow[] {
    return this.#read(() => readWorkers(this.#database));
  }

  threads(): readonly ThreadRow[] {
    return this.#read(() => readThreads(this.#database));
  }

  processes(): readonly ProcessRow[] {
    return this.#read(() => readProcesses(this.#database));
  }

  failures(): readonly FailureRow[] {
    return this.#read(() => readFailures(this.#database));
  }

  details<K extends DetailKind>(kind: K): readonly DetailRows[K][] {
    return this.#read(() => readDetails(this.#database, kind));
  }

  logs(): Iterable<LogRow> {
    return this.#readEach(() => readLogs(this.#database));
  }

  logCount(): number {
    return this.#read(() => countLogs(this.#database));
  }

  count(stream: StreamName): number {
    return this.#read(() => this.#chunks.count(streamLayouts[stream]));
  }

  extent(stream: StreamName): { readonly from: Nanoseconds; readonly to: Nanoseconds } | null {
    const { t0, t1 } = this.#read(() => this.#chunks.extent(streamLayouts[stream]));
    return t0 <= t1 ? { from: asNanoseconds(t0), to: asNanoseconds(t1) } : null;
  }

  batches<N extends StreamName>(stream: N, query: RowQuery = {}): Iterable<StreamBatch<N>> {
    return this.#readEach(() => this.#batches(stream, query));
  }

  columnBatches<N extends StreamName, C extends ColumnName<N>>(
    stream: N,
    query: ColumnQuery<C>,
  ): Iterable<Pick<StreamBatch<N>, C>> {
    return this.#readEach(() => this.#columnBatches(stream, query));
  }

  viewport(query: ViewportQuery): Viewport {
    return this.#read(() => {
      this.#pages.store.refresh();
      // One snapshot: the recorder may replace chunks and settle pages between two statements.
      this.#database.exec('BEGIN');
      try {
        return answerViewport(query, this.#pagesFor(query), this.#chunks);
      } finally {
        this.#database.exec('COMMIT');
      }
    });
  }

  close(): void {
    this.#inMemory?.close();
    this.#database.close();
  }

  #pagesFor(query: ViewportQuery): MipPages {
    if (!MipsInMemory.areNeeded(query, this.#pages)) return this.#pages;
    this.#inMemory ??= new MipsInMemory(this.#chunks);
    return this.#inMemory.pages(this.#isOver);
  }

  *#batches<N extends StreamName>(stream: N, query: RowQuery): Generator<StreamBatch<N>> {
    for (const columns of this.#rows(stream, query, null, false)) {
      if (!isBatchOf(stream, columns)) throw new RangeError(`a chunk of ${stream} lacks columns`);
      yield columns;
    }
  }

  *#columnBatches<N extends StreamName, C extends ColumnName<N>>(
    stream: N,
    query: ColumnQuery<C>,
  ): Generator<Pick<StreamBatch<N>, C>> {
    for (const columns of this.#rows(stream, query, query.columns, query.anyOrder ?? false)) {
      if (!hasColumns(stream, columns, query.columns))
        throw new RangeError(`a chunk of ${stream} lacks columns`);
      yield columns;
    }
  }

  /** The rows that are asked for, in no batch none; `names`: which of their columns at least, null: all. */
  *#rows(
    stream: StreamName,
    { from = asNanoseconds(-Infinity), to = asNanoseconds(Infinity) }: RowQuery,
    names: readonly string[] | null,
    anyOrder: boolean,
  ): Generator<Columns> {
    const layout = streamLayouts[stream];
    const isWhole = from === -Infinity && to === Infinity;
    const wanted = names === null ? undefined : new Set(isWhole ? names : [...names, ...layout.times]);
    for (const chunk of this.#chunks.batches(layout, { from, to, wanted, anyOrder })) {
      const columns = isWhole ? chunk : rowsTouching(chunk, layout.times, from, to);
      if (rowsOf(columns) > 0) yield columns;
    }
  }

  /** Runs one read; whatever a codec or SQLite throws becomes session-unreadable. */
  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw this.#unreadable(thrown);
    }
  }

  *#readEach<T>(open: () => Iterable<T>): Generator<T> {
    // Errors are told apart from the consumer's: those thrown into the loop body never pass here.
    try {
      yield* open();
    } catch (thrown) {
      throw this.#unreadable(thrown);
    }
  }

  /** Codecs and zlib report bytes that cannot be theirs as ordinary errors: here those mean damage. */
  #unreadable(thrown: unknown): Error {
    if (thrown instanceof RangeError || thrown instanceof SyntaxError || isZlibError(thrown)) {
      return damaged(this.path, thrown);
    }
    return unreadable(this.path, thrown);
  }
}

const isZlibError = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'code' in thrown &&
  typeof thrown.code === 'string' &&
  /^(ZSTD|Z_)/.test(thrown.code);
