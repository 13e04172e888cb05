import { sliceEnds } from '../../shared/session.ts';
import type { SliceEnd, StreamBatch } from '../../shared/session.ts';
import { firstAt } from './task-bars.ts';
import type { TimeRange } from './viewport.ts';

/** One stay of a thread on a core. Threads are numbers of threads' rows. */
export interface Slice {
  /** Since when it could have run; NaN: not known. */
  readonly readyNs: number;
  readonly startNs: number;
  readonly endNs: number;
  readonly core: number;
  readonly thread: number;
  readonly ended: SliceEnd;
  /** Who took the core; null: nobody, or not known. */
  readonly by: number | null;
  /** Whose doing made it ready; null: not known. */
  readonly waker: number | null;
}

/** A slice on the row of a group. */
export interface PlacedSlice extends Slice {
  readonly group: number;
  readonly row: number;
}

/** What the rows of a group are: the slices of a core, or of a thread. */
export type SliceKey = 'core' | 'thread';

export function slicesOf(batch: StreamBatch<'slices'>): readonly Slice[] {
  return Array.from(batch.start, (startNs, row) => ({
    readyNs: batch.ready[row] ?? Number.NaN,
    startNs,
    endNs: batch.end[row] ?? startNs,
    core: batch.core[row] ?? 0,
    thread: batch.thread[row] ?? 0,
    ended: sliceEnds[batch.ended[row] ?? 3] ?? 'unknown',
    by: numberOrNull(batch.by[row]),
    waker: numberOrNull(batch.waker[row]),
  }));
}

/** Stored as number + 1; 0: not known, or nobody. */
const numberOrNull = (stored = 0): number | null => (stored === 0 ? null : stored - 1);

/** When its time begins on a thread's row: with its waiting, where that is known. */
export const begunNs = ({ readyNs, startNs }: Slice): number => (Number.isNaN(readyNs) ? startNs : readyNs);

/** Slices of a group that touch a range, per row in the order of their starts. */
export class SliceBars {
  readonly range: TimeRange;
  readonly count: number;
  readonly #key: SliceKey;
  readonly #tracks: ReadonlyMap<number, readonly Slice[]>;
  #threads: ReadonlyMap<number, readonly Slice[]> | null;

  constructor(slices: readonly Slice[], range: TimeRange, key: SliceKey) {
    this.range = range;
    this.count = slices.length;
    this.#key = key;
    const sorted = slices.toSorted((a, b) => a.startNs - b.startNs);
    this.#tracks = Map.groupBy(sorted, (slice) => slice[key]);
    this.#threads = key === 'thread' ? this.#tracks : null;
  }

  /** The slices of a row that touch the range, in order; those of a thread also with their waiting. */
  within(track: number, { fromNs, toNs }: TimeRange): readonly Slice[] {
    const slices = this.#tracks.get(track) ?? [];
    const begins = this.#key === 'thread' ? begunNs : ({ startNs }: Slice) => startNs;
    return slices.slice(
      firstAt(slices, (slice) => slice.endNs >= fromNs),
      firstAt(slices, (slice) => begins(slice) > toNs),
    );
  }

  /** The slice at a moment, or else the nearest one that is no further away than `slackNs`. */
  at(track: number, atNs: number, slackNs: number): Slice | null {
    const begins = this.#key === 'thread' ? begunNs : ({ startNs }: Slice) => startNs;
    const distance = (slice: Slice) => Math.max(begins(slice) - atNs, atNs - slice.endNs, 0);
    return this.within(track, { fromNs: atNs - slackNs, toNs: atNs + slackNs }).reduce<Slice | null>(
      (best, slice) => (best === null || distance(slice) < distance(best) ? slice : best),
      null,
    );
  }

  /** The last slice of a thread that began before a moment, as far as it is known here. */
  lastBefore(thread: number, beforeNs: number): Slice | null {
    this.#threads ??= Map.groupBy([...this.#tracks.values()].flat(), ({ thread: of }) => of);
    const slices = this.#threads.get(thread) ?? [];
    let last: Slice | null = null;
    for (const slice of slices) {
      if (slice.startNs < beforeNs && (last === null || slice.startNs > last.startNs)) last = slice;
    }
    return last;
  }
}
