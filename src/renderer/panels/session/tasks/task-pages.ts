import { CorelaneError, fromEnvelope, toEnvelope } from '../../../../shared/errors.ts';
import type { TaskTablePage } from '../../../../shared/session-queries.ts';
import { PageCache } from './page-cache.ts';
import { taskRows, type Sites, type TaskRow } from './task-row.ts';

export type FetchPage = (first: number, count: number) => Promise<TaskTablePage>;

const rowsPerPage = 200;
/** Some 16,000 rows: a long way back before anything is fetched again. */
const pagesKept = 80;
/** So many that the engine has always the next one, and so few that a drag over the whole table leaves no queue of pages behind that nobody looks at any more. */
const pagesUnderWay = 2;

/**
 * The rows of one sorted and filtered task table, fetched page by page around what is looked at. Told what is in
 * view (`show`), it fetches what is missing there, the newest wish first, and tells its listeners when rows came.
 */
export class TaskPages {
  readonly #fetchPage: FetchPage;
  readonly #sites: Sites;
  readonly #cache = new PageCache<readonly TaskRow[]>(rowsPerPage, pagesKept);
  readonly #listeners = new Set<() => void>();
  #view = { first: 0, last: 0 };
  #version = 0;
  #total: number | null = null;
  #error: CorelaneError | null = null;

  constructor(fetchPage: FetchPage, sites: Sites) {
    this.#fetchPage = fetchPage;
    this.#sites = sites;
  }

  /** All rows of the table; null until the first page came. */
  get total(): number | null {
    return this.#total;
  }

  /** Why rows could not be fetched, until they can. */
  get error(): CorelaneError | null {
    return this.#error;
  }

  /** Another number after every change. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Rows `first` … `last` (inclusive) are in view. */
  show(first: number, last: number): void {
    this.#view = { first, last };
    this.#fetchMissing();
  }

  /** Null: not here yet. The same object for as long as its page is kept. */
  row(index: number): TaskRow | null {
    const found = this.#cache.find(index);
    return found?.page[found.at] ?? null;
  }

  #fetchMissing(): void {
    for (const first of this.#cache.ask(this.#view.first, this.#view.last, pagesUnderWay)) {
      this.#fetchPage(first, rowsPerPage).then(
        (page) => {
          this.#cache.keep(first, taskRows(page, this.#sites));
          this.#total = page.total;
          this.#error = null;
          this.#changed();
          this.#fetchMissing();
        },
        (thrown: unknown) => {
          // Not tried again by itself: the next look at these rows does.
          this.#cache.fail(first);
          this.#error = thrown instanceof CorelaneError ? thrown : fromEnvelope(toEnvelope(thrown));
          this.#changed();
        },
      );
    }
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
