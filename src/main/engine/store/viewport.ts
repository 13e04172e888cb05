import { CorelaneError } from '../../../shared/errors.ts';
import type { Viewport, ViewportQuery } from '../../../shared/session.ts';
import type { ChunkStore } from './chunk-store.ts';
import { streamLayouts } from './format.ts';
import { intervalGroups } from './interval-groups.ts';
import { measure } from './measure.ts';
import { bucketNs, finestParts, levelForPixel, mipGroups, pageAt } from './mip-geometry.ts';
import type { MipPages } from './mip-pages.ts';
import { Holders, eachRun } from './runs.ts';
import type { Runs } from './runs.ts';

/**
 * Answers a viewport query.
 *
 * The rule: pixels narrower than half a bucket of level 0 are measured from the rows exactly. Otherwise the
 * coarsest level whose buckets are no wider than two pixels is taken; a pixel's busy share is the mean of the
 * buckets it overlaps, weighted by the overlap; its dominant key is the one with the largest weighted sum
 * of dominant shares (of equals the smallest key); a bucket's count belongs to the pixel in which the
 * bucket begins. Shares are rounded in each bucket, to a part of the group's.
 */
export function answerViewport(query: ViewportQuery, pages: MipPages, chunks: ChunkStore): Viewport {
  checkQuery(query);
  const { tracks, from, to, width } = query;
  const strip: Viewport = {
    from,
    to,
    width,
    tracks,
    busy: new Float32Array(tracks.length * width),
    dominant: new Uint32Array(tracks.length * width),
    dominantShare: new Float32Array(tracks.length * width),
    count: new Uint32Array(tracks.length * width),
  };
  const level = levelForPixel(mipGroups[query.group], (to - from) / width);
  if (level < 0) paintRows(strip, query, pages);
  else paintLevel(strip, query, level, pages, chunks);
  return strip;
}

function checkQuery({ from, to, width }: ViewportQuery): void {
  if (from < to && Number.isFinite(to - from) && Number.isInteger(width) && width > 0) return;
  throw new CorelaneError(
    'internal',
    `A view from ${from} to ${to} ns in ${width} pixels cannot be drawn.`,
    'This is a defect in Corelane; please report it.',
  );
}

function paintRows(
  strip: Viewport,
  { group, tracks, from, to, width }: ViewportQuery,
  pages: MipPages,
): void {
  const grid = { originNs: from, bucketNs: (to - from) / width, first: 0, end: width };
  const intervals = new Map(pages.raw.read(group, from, to, new Set(tracks)));
  for (const [row, track] of tracks.entries()) {
    const busyTimes = intervals.get(track);
    if (busyTimes === undefined) continue;
    eachRun(measure(busyTimes, grid, finestParts), (pixel, span, busy, share, dominant, count) => {
      for (let at = row * width + pixel; at < row * width + pixel + span; at += 1) {
        strip.busy[at] = busy / finestParts;
        strip.dominant[at] = dominant;
        strip.dominantShare[at] = share / finestParts;
        strip.count[at] = count;
      }
    });
  }
}

function paintLevel(
  strip: Viewport,
  { group: name, tracks, from, to }: ViewportQuery,
  level: number,
  pages: MipPages,
  chunks: ChunkStore,
): void {
  const group = mipGroups[name];
  // Nothing was recorded outside the stream's extent: a view far beyond it costs nothing.
  const extent = chunks.extent(streamLayouts[intervalGroups[name].stream]);
  const first = Math.max(from, extent.t0);
  const last = Math.min(to, extent.t1);
  if (first > last) return;
  const wanted = new Set(tracks);
  const painters = tracks.map((track, row) => ({
    track,
    painter: new RowPainter(strip, row, bucketNs(group, level), group.parts),
  }));
  for (let page = pageAt(group, level, first); page <= pageAt(group, level, last); page += 1) {
    const runs = pages.page(group, level, page, wanted);
    for (const { track, painter } of painters) {
      const of = runs.get(track);
      if (of !== undefined) painter.paint(of);
    }
  }
  for (const { painter } of painters) painter.finish();
}

/** Resamples one track's runs, given in order of time, into one row of the strip. */
class RowPainter {
  readonly #strip: Viewport;
  readonly #base: number;
  readonly #bucketNs: number;
  readonly #pixelNs: number;
  readonly #parts: number;
  readonly #holders = new Holders();
  /** The pixel whose dominant key is being found. */
  #current = -1;

  constructor(strip: Viewport, row: number, widthOfBucket: number, parts: number) {
    this.#strip = strip;
    this.#base = row * strip.width;
    this.#bucketNs = widthOfBucket;
    this.#parts = parts;
    this.#pixelNs = (strip.to - strip.from) / strip.width;
  }

  paint(runs: Runs): void {
    const { from, to, width, count: begun } = this.#strip;
    const base = this.#base;
    const bucketWidth = this.#bucketNs;
    const perNs = 1 / this.#pixelNs;
    const { bucket, span, busy, share, dominant, count, length } = runs;
    for (let index = 0; index < length; index += 1) {
      const first = bucket[index] ?? 0;
      const buckets = span[index] ?? 0;
      const start = first * bucketWidth;
      const end = start + buckets * bucketWidth;
      if (end <= from || start >= to) continue;
      const begins = count[index] ?? 0;
      const counted = begins > 0 ? first + buckets : first;
      for (let at = first; at < counted; at += 1) {
        const pixel = Math.floor((at * bucketWidth - from) * perNs);
        if (pixel >= 0 && pixel < width) begun[base + pixel] = (begun[base + pixel] ?? 0) + begins;
      }
      this.#shade(start, end, busy[index] ?? 0, share[index] ?? 0, dominant[index] ?? 0);
    }
  }

  /** Settles the dominant key of the pixel that was painted last. */
  finish(): void {
    if (this.#current < 0) return;
    const at = this.#base + this.#current;
    const largest = this.#holders.largestSum;
    this.#strip.dominant[at] = this.#holders.keyOf(largest);
    this.#strip.dominantShare[at] = Math.min(1, largest);
    this.#holders.clear();
    this.#current = -1;
  }

  #shade(start: number, end: number, busy: number, share: number, dominant: number): void {
    const { from, width, busy: strip } = this.#strip;
    const pixelNs = this.#pixelNs;
    const perNs = 1 / pixelNs;
    // In pixels from the strip's left; the pixel at `right` is touched only if some of it is covered.
    const left = Math.max(0, (start - from) * perNs);
    const right = Math.min(width, (end - from) * perNs);
    for (let pixel = Math.floor(left); pixel < right; pixel += 1) {
      const covered = (right < pixel + 1 ? right : pixel + 1) - (left > pixel ? left : pixel);
      if (pixel !== this.#current) {
        this.finish();
        this.#current = pixel;
      }
      const weight = covered / this.#parts;
      const at = this.#base + pixel;
      const sum = (strip[at] ?? 0) + busy * weight;
      strip[at] = sum > 1 ? 1 : sum;
      if (share > 0) this.#holders.add(dominant, share * weight);
    }
  }
}
