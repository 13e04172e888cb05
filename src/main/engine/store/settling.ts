import type { Columns } from './columns.ts';
import { eachInterval, intervalGroups } from './interval-groups.ts';
import { IntervalTable } from './intervals.ts';
import type { IntervalsByTrack } from './intervals.ts';
import { pageAt, pageNs } from './mip-geometry.ts';
import type { MipGroup } from './mip-geometry.ts';

/** Pages of level 0 that were settled before a row touching them arrived. */
export interface LatePages {
  readonly first: number;
  readonly last: number;
}

const second = 1e9;

/**
 * Rows arrive when what they tell of has ended, so a page waits about as long as the intervals seen lately. Longer ones make it a
 * gap: a few long tasks or slices must not keep the pages of all the short ones from being written.
 */
const shortestLagNs = second;
const longestLagNs = 10 * second;
const spareTables = 2;
/** An interval that reaches over more pages than this is kept once, not once per page. */
const pagesHeldEach = 8;

/**
 * Intervals of one group on their way into mip pages: held until their page is settled, that is until rows that touch it are no
 * longer to be expected.
 */
export class Settling {
  readonly group: MipGroup;
  readonly #pageNs: number;
  /** The latest time seen, −Infinity at first. */
  horizon = -Infinity;
  /** Intervals held; one that reaches over several pages counts for each. */
  held = 0;
  #longest = 0;
  readonly #pages = new Map<number, IntervalTable>();
  /** The page that was added to last: mostly it is the next one's, too. */
  #recent = { page: Number.NaN, table: new IntervalTable() };
  /** Emptied tables, to be filled again. */
  readonly #spare: IntervalTable[] = [];
  #long: { readonly track: number; readonly start: number; readonly end: number; readonly key: number }[] =
    [];

  constructor(group: MipGroup) {
    this.group = group;
    this.#pageNs = pageNs(group, 0);
  }

  /** How far behind the horizon pages settle. */
  get lagNs(): number {
    return Math.min(Math.max(2 * this.#longest, shortestLagNs), longestLagNs);
  }

  /** Takes rows; gives the pages for which they come too late, of those that are settled, up to `settledNs`. */
  add(rows: Columns, settledNs: number): LatePages[] {
    const late: LatePages[] = [];
    let first = Number.NaN;
    let last = Number.NaN;
    const lastSettled = pageAt(this.group, 0, settledNs) - 1;
    // Old long intervals fade out of the lag.
    this.#longest *= 0.99;
    eachInterval(intervalGroups[this.group.name], rows, (track, start, end, key) => {
      if (end > this.horizon) this.horizon = end;
      if (end - start > this.#longest) this.#longest = end - start;
      if (start < settledNs) {
        const from = pageAt(this.group, 0, start);
        const to = Math.min(pageAt(this.group, 0, end), lastSettled);
        if (from !== first || to !== last) late.push({ first: from, last: to });
        first = from;
        last = to;
      }
      this.#hold(track, start, end, key, settledNs);
    });
    return late;
  }

  /** The first page of level 0, from `page` on, in which anything happens; null: none is known. */
  nextPage(page: number): number | null {
    let first = Infinity;
    for (const held of this.#pages.keys()) if (held >= page && held < first) first = held;
    for (const { start, end } of this.#long) {
      const begin = pageAt(this.group, 0, start);
      if (begin >= page && begin < first) first = begin;
      else if (begin < page && end >= page * pageNs(this.group, 0)) first = page;
    }
    return Number.isFinite(first) ? first : null;
  }

  /** What touches that page. Pages are taken in ascending order, each once. */
  take(page: number): IntervalsByTrack {
    const width = pageNs(this.group, 0);
    const taken = this.#pages.get(page) ?? this.#newTable();
    this.#pages.delete(page);
    this.#recent = { page: Number.NaN, table: taken };
    this.held -= taken.length;
    for (const { track, start, end, key } of this.#long) {
      if (start < (page + 1) * width && end >= page * width) taken.add(track, start, end, key);
    }
    this.#long = this.#long.filter(({ end }) => end >= (page + 1) * width);
    const tracks = taken.byTrack();
    taken.clear();
    if (this.#spare.length < spareTables) this.#spare.push(taken);
    return tracks;
  }

  #hold(track: number, start: number, end: number, key: number, settledNs: number): void {
    const first = Math.floor((start > settledNs ? start : settledNs) / this.#pageNs);
    const last = Math.floor(end / this.#pageNs);
    if (last - first >= pagesHeldEach) {
      this.#long.push({ track, start, end, key });
      return;
    }
    for (let page = first; page <= last; page += 1) {
      this.#tableOf(page).add(track, start, end, key);
      this.held += 1;
    }
  }

  #tableOf(page: number): IntervalTable {
    if (this.#recent.page === page) return this.#recent.table;
    let table = this.#pages.get(page);
    if (table === undefined) {
      table = this.#newTable();
      this.#pages.set(page, table);
    }
    this.#recent = { page, table };
    return table;
  }

  #newTable(): IntervalTable {
    return this.#spare.pop() ?? new IntervalTable();
  }
}
