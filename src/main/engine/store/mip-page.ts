import { decodeChunk, encodeChunk } from './chunk.ts';
import type { ChunkShape } from './chunk.ts';
import { columnOf } from './columns.ts';
import { bandTracks, pageBuckets } from './mip-geometry.ts';
import { RunList, eachRun, foldRuns } from './runs.ts';
import type { Runs } from './runs.ts';

/** The tracks of one mip page in which something happened. */
export type PageRuns = ReadonlyMap<number, Runs>;

/**
 * A band of a mip page is a chunk whose rows are runs, ordered by track and bucket. `track` is the last 16 bits of the track's
 * number, the band tells the rest; `bucket` counts from the page's first; `rest` is what other keys than the dominant one hold (busy − share).
 */
const shape: ChunkShape = {
  columns: [
    ['track', 'u16'],
    ['bucket', 'u16'],
    ['span', 'u16'],
    ['busy', 'u16'],
    ['rest', 'u16'],
    ['dominant', 'u32'],
    ['count', 'u32'],
  ],
  key: null,
  coding: 'columns',
};

export const bandOf = (track: number): number => Math.floor(track / bandTracks);

/**
 * Puts pages of one level together from tracks that come in ascending order, and hands a band on when the next one begins: what is held
 * does not grow with the tracks. Bands in which nothing happened are left out.
 */
export class PageBands {
  readonly #emit: (page: number, band: number, data: Uint8Array) => void;
  #band = Number.NaN;
  #pages = new Map<number, (readonly [number, Runs])[]>();

  constructor(emit: (page: number, band: number, data: Uint8Array) => void) {
    this.#emit = emit;
  }

  add(page: number, track: number, runs: Runs): void {
    if (runs.length === 0) return;
    if (bandOf(track) !== this.#band) this.flush();
    this.#band = bandOf(track);
    const tracks = this.#pages.get(page);
    if (tracks === undefined) this.#pages.set(page, [[track, runs]]);
    else tracks.push([track, runs]);
  }

  /** Hands the last band on. */
  flush(): void {
    for (const [page, tracks] of this.#pages) this.#emit(page, this.#band, encodeBand(page, tracks));
    this.#pages = new Map();
  }
}

function encodeBand(page: number, tracks: readonly (readonly [number, Runs])[]): Uint8Array {
  const rows = tracks.reduce((sum, [, runs]) => sum + runs.length, 0);
  const columns = {
    track: new Uint16Array(rows),
    bucket: new Uint16Array(rows),
    span: new Uint16Array(rows),
    busy: new Uint16Array(rows),
    rest: new Uint16Array(rows),
    dominant: new Uint32Array(rows),
    count: new Uint32Array(rows),
  };
  let row = 0;
  for (const [track, runs] of tracks) {
    for (let index = 0; index < runs.length; index += 1, row += 1) {
      const busy = runs.busy[index] ?? 0;
      columns.track[row] = track;
      columns.bucket[row] = (runs.bucket[index] ?? 0) - page * pageBuckets;
      columns.span[row] = runs.span[index] ?? 0;
      columns.busy[row] = busy;
      columns.rest[row] = busy - (runs.share[index] ?? 0);
      columns.dominant[row] = runs.dominant[index] ?? 0;
      columns.count[row] = runs.count[index] ?? 0;
    }
  }
  return encodeChunk(shape, columns);
}

/** Inverse of what `PageBands` makes of one band. Throws when the BLOB is damaged. */
export function decodeBand(page: number, band: number, blob: Uint8Array<ArrayBuffer>): PageRuns {
  const columns = decodeChunk(shape, blob);
  const track = columnOf(columns, 'track');
  const busy = columnOf(columns, 'busy');
  const rest = columnOf(columns, 'rest');
  const offset = columnOf(columns, 'bucket');
  const share = new Uint16Array(track.length);
  const bucket = new Float64Array(track.length);
  const firstBucket = page * pageBuckets;
  for (let row = 0; row < track.length; row += 1) {
    share[row] = (busy[row] ?? 0) - (rest[row] ?? 0);
    bucket[row] = firstBucket + (offset[row] ?? 0);
  }
  const pages = new Map<number, Runs>();
  for (let from = 0; from < track.length;) {
    const number = track[from] ?? 0;
    let to = from;
    while (to < track.length && track[to] === number) to += 1;
    pages.set(band * bandTracks + (number % bandTracks), {
      length: to - from,
      bucket: bucket.subarray(from, to),
      span: columnOf(columns, 'span').subarray(from, to),
      busy: busy.subarray(from, to),
      share: share.subarray(from, to),
      dominant: columnOf(columns, 'dominant').subarray(from, to),
      count: columnOf(columns, 'count').subarray(from, to),
    });
    from = to;
  }
  return pages;
}

/** Collects consecutive pages of one level into one run list per track. */
export class PageJoiner {
  readonly runs = new Map<number, RunList>();

  add(page: PageRuns): void {
    for (const [track, runs] of page) {
      let joined = this.runs.get(track);
      if (joined === undefined) {
        joined = new RunList();
        this.runs.set(track, joined);
      }
      joined.append(runs);
    }
  }
}

/** The same in buckets of the next coarser level. */
export const foldAll = (tracks: PageRuns): PageRuns =>
  new Map([...tracks].map(([track, runs]): [number, Runs] => [track, foldRuns(runs)]));

/** Cuts runs at the borders of pages. */
export function splitIntoPages(runs: Runs, visit: (page: number, runs: RunList) => void): void {
  let page = Number.NaN;
  let part = new RunList();
  eachRun(runs, (first, span, busy, share, dominant, count) => {
    for (let bucket = first; bucket < first + span;) {
      const of = Math.floor(bucket / pageBuckets);
      if (of !== page) {
        if (part.length > 0) visit(page, part);
        page = of;
        part = new RunList();
      }
      const taken = Math.min((of + 1) * pageBuckets, first + span) - bucket;
      part.push(bucket, taken, busy, share, dominant, count);
      bucket += taken;
    }
  });
  if (part.length > 0) visit(page, part);
}
