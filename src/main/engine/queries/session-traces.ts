import type { DetailRows, SessionReader, StreamBatch, TaskBatch } from '../../../shared/session.ts';
import { columnOf, isBatchOf, newColumn } from '../store/columns.ts';
import type { Columns } from '../store/columns.ts';
import { streamLayouts } from '../store/format.ts';

export type SiteRow = DetailRows['sites'];
export type PoolRow = DetailRows['pools'];

/**
 * What was traced of a session's tasks as of one moment, row by row as the tasks are. Read when it is first asked for: the sites of
 * all tasks alone are 4 bytes each, all of it 77 bytes.
 */
export class SessionTraces {
  readonly #reader: SessionReader;
  readonly #tasks: TaskBatch;
  readonly #texts: () => ReadonlyMap<number, string>;
  /** Traced tasks stored at that moment. */
  readonly count: number;
  #siteOf: Uint32Array<ArrayBuffer> | null = null;
  #rows: StreamBatch<'traced'> | null = null;
  #sites: ReadonlyMap<number, SiteRow> | null = null;
  #pools: ReadonlyMap<number, PoolRow> | null = null;

  constructor(reader: SessionReader, tasks: TaskBatch, texts: () => ReadonlyMap<number, string>) {
    this.#reader = reader;
    this.#tasks = tasks;
    this.#texts = texts;
    this.count = reader.count('traced');
  }

  /** Rows held in memory by now. */
  get held(): number {
    return this.#rows === null ? 0 : this.#rows.task.length;
  }

  /** The site of each task; 0: it was not traced. */
  get siteOf(): Uint32Array<ArrayBuffer> {
    if (this.#rows !== null) return this.#rows.site;
    this.#siteOf ??= this.#readSites();
    return this.#siteOf;
  }

  get rows(): StreamBatch<'traced'> {
    this.#rows ??= this.#readRows();
    this.#siteOf = null;
    return this.#rows;
  }

  /** By number. */
  get sites(): ReadonlyMap<number, SiteRow> {
    this.#sites ??= new Map(this.#reader.details('sites').map((site) => [site.number, site]));
    return this.#sites;
  }

  get pools(): ReadonlyMap<number, PoolRow> {
    this.#pools ??= new Map(this.#reader.details('pools').map((pool) => [pool.number, pool]));
    return this.#pools;
  }

  /** Names and errors by number. */
  get texts(): ReadonlyMap<number, string> {
    return this.#texts();
  }

  siteAt(row: number): SiteRow | null {
    return this.sites.get(this.siteOf[row] ?? 0) ?? null;
  }

  /** The task's own name, else its callable's; empty: it has none. */
  nameAt(row: number): string {
    const own = this.texts.get(this.rows.name[row] ?? 0) ?? '';
    return own === '' ? (this.siteAt(row)?.callable?.name ?? '') : own;
  }

  #readSites(): Uint32Array<ArrayBuffer> {
    const sites = new Uint32Array(this.#tasks.index.length);
    const rowOf = rowsByIndex(this.#tasks);
    for (const { task, site } of this.#reader.columnBatches('traced', { columns: ['task', 'site'] })) {
      for (let at = 0; at < task.length; at += 1) {
        const row = rowOf(task[at] ?? 0);
        if (row !== -1) sites[row] = site[at] ?? 0;
      }
    }
    return sites;
  }

  #readRows(): StreamBatch<'traced'> {
    const { index } = this.#tasks;
    const columns: Columns = Object.fromEntries(
      streamLayouts.traced.columns.map(([name, kind]) => {
        const column = newColumn(kind, index.length);
        // What is not known of a time or a size is NaN, of a number 0.
        if (column instanceof Float64Array) column.fill(Number.NaN);
        return [name, column];
      }),
    );
    const rowOf = rowsByIndex(this.#tasks);
    for (const batch of this.#reader.batches('traced')) {
      const places = Int32Array.from(batch.task, rowOf);
      for (const [name, values] of Object.entries(batch)) {
        const column = columnOf(columns, name);
        for (let at = 0; at < places.length; at += 1) {
          const row = places[at] ?? -1;
          if (row !== -1) column[row] = values[at] ?? 0;
        }
      }
    }
    // The tasks' own column: it says the same.
    const rows = { ...columns, task: index };
    if (!isBatchOf('traced', rows)) throw new RangeError('the rows of traced lack columns');
    return rows;
  }
}

/** Where the task of a number is among the rows; −1: nowhere. A profile's tasks are numbered by their rows. */
export function rowsByIndex({ index }: TaskBatch): (task: number) => number {
  if (index.every((number, row) => number === row)) return (task) => (task < index.length ? task : -1);
  const rows = new Map(Array.from(index, (number, row) => [number, row]));
  return (task) => rows.get(task) ?? -1;
}
