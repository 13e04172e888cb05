/**
 * Pages of a long table that were fetched so far. It knows which are wanted for a range of rows, holds a page only
 * once it came, and forgets those that were not looked at for longest, so that a table of any length takes little memory.
 */
export class PageCache<P> {
  readonly #rowsPerPage: number;
  readonly #capacity: number;
  /** In order of last use: a Map keeps the order of insertion. */
  readonly #pages = new Map<number, P>();
  readonly #asked = new Set<number>();

  /** @param capacity pages held at most; more than any view spans. */
  constructor(rowsPerPage: number, capacity: number) {
    this.#rowsPerPage = rowsPerPage;
    this.#capacity = capacity;
  }

  /**
   * The first row of pages to fetch for rows `first` … `last` (inclusive), each named once until it comes or fails, and only
   * so many that no more than `most` are under way.
   */
  ask(first: number, last: number, most: number): readonly number[] {
    const wanted: number[] = [];
    for (let page = this.#pageOf(first); page <= this.#pageOf(last) && this.#asked.size < most; page++) {
      if (this.#pages.has(page) || this.#asked.has(page)) continue;
      this.#asked.add(page);
      wanted.push(page * this.#rowsPerPage);
    }
    return wanted;
  }

  /** The page that begins at row `first` came. */
  keep(first: number, value: P): void {
    const page = this.#pageOf(first);
    this.#asked.delete(page);
    this.#pages.delete(page);
    this.#pages.set(page, value);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.#capacity) break;
      this.#pages.delete(oldest);
    }
  }

  /** The page that begins at row `first` could not be had; it is asked for again when it is next wanted. */
  fail(first: number): void {
    this.#asked.delete(this.#pageOf(first));
  }

  /** The page of a row with the row's place in it; null: not here yet. */
  find(row: number): { readonly page: P; readonly at: number } | null {
    const number = this.#pageOf(row);
    const page = this.#pages.get(number);
    if (page === undefined) return null;
    this.#pages.delete(number);
    this.#pages.set(number, page);
    return { page, at: row - number * this.#rowsPerPage };
  }

  #pageOf(row: number): number {
    return Math.floor(row / this.#rowsPerPage);
  }
}
