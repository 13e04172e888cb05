import { decodeChunk, encodeChunk } from './chunk.ts';
import type { ChunkShape } from './chunk.ts';
import { columnOf } from './columns.ts';
import { bandTracks, pageBuckets } from './mip-geometry.ts';
import { RunList, eachRun } from './runs.ts';
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

/** The page's bands as BLOBs; bands in which nothing happened are left out. */
export function encodePage(page: number, runs: PageRuns): Map<number, Uint8Array> {
  const bands = new Map<number, [number, Runs][]>();
  for (const [track, of] of [...runs].sort(([a], [b]) => a - b)) {
    if (of.length === 0) continue;
    const band = bandOf(track);
    const tracks = bands.get(band);
    if (tracks === undefined) bands.set(band, [[track, of]]);
    else tracks.push([track, of]);
  }
  return new Map([...bands].map(([band, tracks]) => [band, encodeBand(page, tracks)]));
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

/** Inverse of `encodePage` for one band. Throws when the BLOB is damaged. */
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
