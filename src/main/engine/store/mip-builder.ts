import type { Columns } from './columns.ts';
import { measure } from './measure.ts';
import { bucketNs, fanOut, mipLevels, pageAt, pageBuckets, pageNs } from './mip-geometry.ts';
import type { MipPages } from './mip-pages.ts';
import { foldAll } from './mip-pages.ts';
import { PageJoiner, splitIntoPages } from './mip-page.ts';
import type { PageRuns } from './mip-page.ts';
import type { MipSink } from './mip-store.ts';
import type { RunList, Runs } from './runs.ts';
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
  /** Per level the page whose children are being collected, folded. */
  readonly #open = new Map<number, { readonly page: number; readonly children: PageJoiner }>();
  readonly #gaps = Array.from({ length: mipLevels }, () => new Set<number>());

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
      this.#emit(0, page, this.#measure(page));
    }
    this.#settledNs = end * pageNs(group, 0);
    this.#closeBefore(this.#settledNs);
    this.#sink.settle(group, this.#settledNs);
  }

  #measure(page: number): PageRuns {
    const { group } = this.#settling;
    const grid = {
      originNs: 0,
      bucketNs: bucketNs(group, 0),
      first: page * pageBuckets,
      end: (page + 1) * pageBuckets,
    };
    const tracks = this.#settling.take(page);
    return new Map(
      [...tracks].map(([track, intervals]): [number, Runs] => [track, measure(intervals, grid, group.parts)]),
    );
  }

  #emit(level: number, page: number, runs: PageRuns): void {
    if (!this.#gaps[level]?.has(page)) this.#sink.insert(this.#settling.group, level, page, runs);
    const above = level + 1;
    if (above === mipLevels) return;
    const parent = Math.floor(page / fanOut);
    let open = this.#open.get(above);
    if (open?.page !== parent) {
      // Pages come in order of time, so all children of the one before have come.
      this.#close(above);
      open = { page: parent, children: new PageJoiner() };
      this.#open.set(above, open);
    }
    // Pages begin where buckets of the next level do: each is folded by itself.
    open.children.add(foldAll(runs));
  }

  /** Writes the collected pages that end by `time`. */
  #closeBefore(time: number): void {
    for (let level = 1; level < mipLevels; level += 1) {
      const open = this.#open.get(level);
      if (open !== undefined && (open.page + 1) * pageNs(this.#settling.group, level) <= time)
        this.#close(level);
    }
  }

  #close(level: number): void {
    const open = this.#open.get(level);
    if (open === undefined) return;
    this.#open.delete(level);
    this.#emit(level, open.page, open.children.runs);
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
    for (const [index, level] of above.entries()) {
      for (const page of level) {
        this.#sink.restore(
          group,
          index + 1,
          page,
          foldAll(pages.range(group, index, page * fanOut, (page + 1) * fanOut, null)),
        );
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
    const found = new Map<number, Map<number, RunList>>();
    for (let page = first; page < end; page += 1) found.set(page, new Map());
    for (const [track, intervals] of pages.raw.read(
      group.name,
      grid.first * grid.bucketNs,
      grid.end * grid.bucketNs,
      null,
    )) {
      splitIntoPages(measure(intervals, grid, group.parts), (page, runs) =>
        found.get(page)?.set(track, runs),
      );
    }
    for (const [page, runs] of found) this.#sink.restore(group, 0, page, runs);
  }
}
