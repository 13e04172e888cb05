import type { DetailRows, SessionReader, StreamBatch, TaskBatch } from '../../../shared/session.ts';
import type { TaskRowOf } from './task-rows.ts';
import { readTraced } from './traced-columns.ts';

export type SiteRow = DetailRows['sites'];
export type PoolRow = DetailRows['pools'];

/**
 * What was traced of a session's tasks as of one moment, row by row as the tasks are. Read when it is first asked for: the sites of
 * all tasks alone are 4 bytes each, all of it 77.
 */
export class SessionTraces {
  readonly #reader: SessionReader;
  readonly #tasks: TaskBatch;
  readonly #rowOf: TaskRowOf;
  readonly #texts: () => ReadonlyMap<number, string>;
  /** Traced tasks stored at that moment. */
  readonly count: number;
  #siteOf: Uint32Array<ArrayBuffer> | null = null;
  #rows: StreamBatch<'traced'> | null = null;
  #sites: ReadonlyMap<number, SiteRow> | null = null;
  #pools: ReadonlyMap<number, PoolRow> | null = null;

  constructor(
    reader: SessionReader,
    tasks: TaskBatch,
    rowOf: TaskRowOf,
    texts: () => ReadonlyMap<number, string>,
  ) {
    this.#rowOf = rowOf;
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
    for (const { task, site } of this.#reader.columnBatches('traced', { columns: ['task', 'site'] })) {
      for (let at = 0; at < task.length; at += 1) {
        const row = this.#rowOf(task[at] ?? 0);
        if (row !== -1) sites[row] = site[at] ?? 0;
      }
    }
    return sites;
  }

  #readRows(): StreamBatch<'traced'> {
    const { index } = this.#tasks;
    // The tasks' own column says the same as `task`, also of those of which nothing was traced.
    return { ...readTraced(this.#reader, index.length, this.#rowOf), task: index };
  }
}
