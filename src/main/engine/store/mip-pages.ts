import type { ChunkStore } from './chunk-store.ts';
import { bucketNs, fanOut, pageBuckets, pageNs } from './mip-geometry.ts';
import type { MipGroup } from './mip-geometry.ts';
import { foldAll, PageJoiner } from './mip-page.ts';
import type { PageRuns } from './mip-page.ts';
import type { MipStore } from './mip-store.ts';
import { measure } from './measure.ts';
import { RawIntervals } from './raw-intervals.ts';
import type { Runs } from './runs.ts';

/**
 * Mip pages wherever they come from: stored, else put together from their four children, else measured
 * from the rows. All three give the same runs, so a reader never notices what a crash or a late row took.
 */
export class MipPages {
  readonly store: MipStore;
  readonly raw: RawIntervals;

  constructor(store: MipStore, chunks: ChunkStore) {
    this.store = store;
    this.raw = new RawIntervals(chunks);
  }

  /** Pages [first, end) of a level, joined; of `tracks` only, or of all. */
  range(
    group: MipGroup,
    level: number,
    first: number,
    end: number,
    tracks: ReadonlySet<number> | null,
  ): PageRuns {
    const joined = new PageJoiner();
    for (let page = first; page < end; page += 1) joined.add(this.page(group, level, page, tracks));
    return joined.runs;
  }

  page(group: MipGroup, level: number, page: number, tracks: ReadonlySet<number> | null): PageRuns {
    if (this.store.has(group, level, page)) return this.store.read(group, level, page, tracks);
    if (level === 0 || this.#mostlyMissing(group, level, page)) {
      return this.#fromRows(group, level, page, tracks);
    }
    const children = this.range(group, level - 1, page * fanOut, (page + 1) * fanOut, tracks);
    return foldAll(children);
  }

  /** Whether asking the pages below would come down to the rows anyway. */
  #mostlyMissing(group: MipGroup, level: number, page: number): boolean {
    const width = pageNs(group, level);
    if (page * width >= this.store.settledNs(group)) return true;
    const pages = fanOut ** level;
    const gaps = this.store.gaps(group, 0, page * pages, (page + 1) * pages - 1);
    return gaps.length * 2 > pages;
  }

  #fromRows(group: MipGroup, level: number, page: number, tracks: ReadonlySet<number> | null): PageRuns {
    const buckets = pageBuckets * fanOut ** level;
    const grid = {
      originNs: 0,
      bucketNs: bucketNs(group, 0),
      first: page * buckets,
      end: (page + 1) * buckets,
    };
    const from = grid.first * grid.bucketNs;
    const to = grid.end * grid.bucketNs;
    let runs: PageRuns = new Map(
      [...this.raw.read(group.name, from, to, tracks)].map(([track, intervals]): [number, Runs] => [
        track,
        measure(intervals, grid, group.parts),
      ]),
    );
    for (let above = 0; above < level; above += 1) runs = foldAll(runs);
    return runs;
  }
}
