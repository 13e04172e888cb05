import type { ViewportQuery } from '../../../shared/session.ts';
import type { ChunkEntry, ChunkStore } from './chunk-store.ts';
import { rowsOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { streamLayouts } from './format.ts';
import { eachInterval, intervalGroups } from './interval-groups.ts';
import type { IntervalGroup } from './interval-groups.ts';
import { IntervalTable } from './intervals.ts';
import type { IntervalsByTrack } from './intervals.ts';

/** Decoded rows that are kept for the next query: panning asks for the same chunks again. */
const cachedRows = 1_000_000;
/** Intervals that room is made for at once. */
const mostExpected = 200_000;

/** Reads what tracks did in a time range from the recorded rows themselves, where no mip page answers. */
export class RawIntervals {
  readonly #chunks: ChunkStore;
  /** By chunk and columns. */
  readonly #cache = new Map<string, Columns>();
  #rowsInCache = 0;

  constructor(chunks: ChunkStore) {
    this.#chunks = chunks;
  }

  /** Everything that touches [from, to), whole; of `tracks` only, or of all. */
  read(
    name: ViewportQuery['group'],
    from: number,
    to: number,
    tracks: ReadonlySet<number> | null,
  ): IntervalsByTrack {
    const group = intervalGroups[name];
    const entries = this.#chunks.entries(streamLayouts[group.stream], from, to);
    const found = new IntervalTable(
      Math.min(
        mostExpected,
        entries.reduce((rows, { count }) => rows + count, 0),
      ),
    );
    for (const entry of entries) {
      eachInterval(group, this.#columns(group, entry), (track, start, end, key) => {
        if (start < to && end >= from && (tracks === null || tracks.has(track)))
          found.add(track, start, end, key);
      });
    }
    return found.byTrack();
  }

  /** How many rows `read` would go through. */
  rowsIn(name: ViewportQuery['group'], from: number, to: number): number {
    const layout = streamLayouts[intervalGroups[name].stream];
    return this.#chunks.entries(layout, from, to).reduce((rows, { count }) => rows + count, 0);
  }

  #columns(group: IntervalGroup, entry: ChunkEntry): Columns {
    const wanted = [group.track, group.start, group.end, group.key];
    const name = `${entry.id} ${wanted.toSorted().join(' ')}`;
    const cached = this.#cache.get(name);
    if (cached !== undefined) {
      // Last used goes last; the first is the next to leave.
      this.#cache.delete(name);
      this.#cache.set(name, cached);
      return cached;
    }
    const columns = this.#chunks.read(streamLayouts[group.stream], entry.id, new Set(wanted));
    this.#cache.set(name, columns);
    this.#rowsInCache += entry.count;
    for (const [oldest, rows] of this.#cache) {
      if (this.#rowsInCache <= cachedRows || oldest === name) break;
      this.#cache.delete(oldest);
      this.#rowsInCache -= rowsOf(rows);
    }
    return columns;
  }
}
