import type { Columns } from './columns.ts';
import { measure } from './measure.ts';
import { bucketNs, fanOut, mipLevels, pageAt, pageBuckets, pageNs } from './mip-geometry.ts';
import type { MipPages } from './mip-pages.ts';
import { splitIntoPages } from './mip-page.ts';
import type { MipSink } from './mip-store.ts';
import type { LatePages, Settling } from './settling.ts';

/** Gap pages of level 0 that are measured again at once, unless they hold more rows than that. */
const repairedTogether = 256;
const repairedRows = 500_000;

/** How far behind the latest time pages settle at least: rings of different cores are drained one after the other. */
const shortestLagNs = 1e8;
/** Beyond this pages settle early, whatever may still come for them: memory stays bounded at any rate. */
const mostHeld = 500_000;

/**
 * Writes the mips of one group while its rows arrive. Pages settle in order of time; a page of a higher
 * level is written when its four children are. A row that reaches settled pages turns them, and those
 * above, into gaps, which `finish` measures again.
 */
export class MipBuilder {
  readonly #settling: Settling;
  readonly #sink: MipSink;
  #settledNs = -Infinity;
  /** Per level the page whose children are being written. */
  readonly #open = new Map<number, number>();
  readonly #gaps = Array.from({ length: mipLevels }, () => new Set<number>());
  /** The coarsest level that is written: beyond it the whole session is less than a bucket, and no view is so coarse. */
  #coarsest = mipLevels - 1;

  constructor(settling: Settling, sink: MipSink) {
    this.#settling = settling;
    this.#sink = sink;
  }

  add(rows: Columns): void {
    for (const pages of this.#settling.add(rows, this.#settledNs)) this.#drop(pages);
  }

  /** Writes the pages that have settled. */
  advance(): void {
    const { group, horizon, lagNs } = this.#settling;
    const page = pageAt(group, 0, horizon - lagNs);
    if (!Number.isFinite(page)) return;
    this.#settle(page);
    // Not the page that still fills: all that comes after would come too late.
    const filling = pageAt(group, 0, horizon - shortestLagNs);
    while (this.#settling.held > mostHeld) {
      const oldest = this.#settling.nextPage(pageAt(group, 0, this.#settledNs));
      if (oldest === null || oldest >= filling) return;
      this.#settle(oldest + 1);
    }
  }

  /** No more rows come: writes all that is left, and repairs the gaps from the rows on disk. */
  finish(pages: MipPages): void {
    const { group, horizon } = this.#settling;
    if (!Number.isFinite(horizon)) return;
    while (this.#coarsest > 1 && bucketNs(group, this.#coarsest - 1) >= horizon) this.#coarsest -= 1;
    this.#settle(pageAt(group, 0, horizon) + 1);
    for (let level = 1; level < mipLevels; level += 1) this.#close(level);
    this.#sink.settle(group, Infinity);
    this.#repair(pages);
  }

  /** Settles every page of level 0 before `end`. */
  #settle(end: number): void {
    const { group } = this.#settling;
    const start = pageAt(group, 0, this.#settledNs);
    if (start >= end) return;
    for (
      let page = this.#settling.nextPage(start);
      page !== null && page < end;
      page = this.#settling.nextPage(page + 1)
    ) {
      this.#closeBefore(page * pageNs(group, 0));
      this.#measure(page);
      this.#openAbove(0, page);
    }
    this.#settledNs = end * pageNs(group, 0);
    this.#closeBefore(this.#settledNs);
    this.#sink.settle(group, this.#settledNs);
  }

  /** Writes a page of level 0 from what is held of it. */
  #measure(page: number): void {
    const { group } = this.#settling;
    const grid = {
      originNs: 0,
      bucketNs: bucketNs(group, 0),
      first: page * pageBuckets,
      end: (page + 1) * pageBuckets,
    };
    const written = this.#sink.pages(group, 0);
    for (const [track, intervals] of this.#settling.take(page)) {
      written.add(page, track, measure(intervals, grid, group.parts));
    }
    written.flush();
  }

  /** A page was written: the one above it follows when no other page below that can come. */
  #openAbove(level: number, page: number): void {
    const above = level + 1;
    if (above === mipLevels) return;
    const parent = Math.floor(page / fanOut);
    if (this.#open.get(above) === parent) return;
    // Pages come in order of time, so all children of the one before have come.
    this.#close(above);
    this.#open.set(above, parent);
  }

  /** Writes the pages whose children are all there, of those that end by `time`. */
  #closeBefore(time: number): void {
    for (let level = 1; level < mipLevels; level += 1) {
      const page = this.#open.get(level);
      if (page !== undefined && (page + 1) * pageNs(this.#settling.group, level) <= time) this.#close(level);
    }
  }

  #close(level: number): void {
    const page = this.#open.get(level);
    if (page === undefined) return;
    this.#open.delete(level);
    if (level > this.#coarsest) this.#sink.drop(this.#settling.group, level, page);
    // Of a gap a page below is missing, too.
    else if (this.#gaps[level]?.has(page) !== true) this.#sink.fold(this.#settling.group, level, page);
    this.#openAbove(level, page);
  }

  /** Turns settled pages of level 0 into gaps, and those above them. */
  #drop({ first, last }: LatePages): void {
    for (let page = first; page <= last; page += 1) {
      let above = page;
      for (const [level, gaps] of this.#gaps.entries()) {
        // What is a gap already made those above it gaps, too.
        if (gaps.has(above)) break;
        gaps.add(above);
        this.#sink.drop(this.#settling.group, level, above);
        above = Math.floor(above / fanOut);
      }
    }
  }

  #repair(pages: MipPages): void {
    const { group } = this.#settling;
    const [bottom, ...above] = this.#gaps;
    const gaps = [...(bottom ?? [])].sort((a, b) => a - b);
    for (let index = 0; index < gaps.length;) {
      const first = gaps[index] ?? 0;
      let count = 1;
      while (count < repairedTogether && gaps[index + count] === first + count) count += 1;
      while (count > 1 && this.#rowsIn(pages, first, first + count) > repairedRows) count = count >> 1;
      this.#measureAgain(pages, first, first + count);
      index += count;
    }
    for (const [index, level] of above.slice(0, this.#coarsest).entries()) {
      for (const page of level) {
        this.#sink.fold(group, index + 1, page);
        this.#sink.restored(group, index + 1, page);
      }
    }
  }

  #rowsIn(pages: MipPages, first: number, end: number): number {
    const { group } = this.#settling;
    return pages.raw.rowsIn(group.name, first * pageNs(group, 0), end * pageNs(group, 0));
  }

  /** Pages [first, end) of level 0 from the rows. */
  #measureAgain(pages: MipPages, first: number, end: number): void {
    const { group } = this.#settling;
    const grid = {
      originNs: 0,
      bucketNs: bucketNs(group, 0),
      first: first * pageBuckets,
      end: end * pageBuckets,
    };
    const from = grid.first * grid.bucketNs;
    const to = grid.end * grid.bucketNs;
    const written = this.#sink.pages(group, 0);
    for (const [track, intervals] of pages.raw.read(group.name, from, to, null)) {
      splitIntoPages(measure(intervals, grid, group.parts), (page, runs) => written.add(page, track, runs));
    }
    written.flush();
    for (let page = first; page < end; page += 1) this.#sink.restored(group, 0, page);
  }
}
