import { CorelaneError } from '../../../shared/errors.ts';
import type { Viewport, ViewportQuery } from '../../../shared/session.ts';
import type { ChunkStore } from './chunk-store.ts';
import { streamLayouts } from './format.ts';
import { measure } from './measure.ts';
import { bucketNs, fullShare, levelForPixel, mipGroups, pageAt } from './mip-geometry.ts';
import type { MipPages } from './mip-pages.ts';
import { Holders, eachRun } from './runs.ts';
import type { Runs } from './runs.ts';

/**
 * Answers a viewport query.
 *
 * The rule: pixels narrower than a bucket of level 0 are measured from the rows exactly. Otherwise the
 * coarsest level whose buckets are no wider than a pixel is taken; a pixel's busy share is the mean of the
 * buckets it overlaps, weighted by the overlap; its dominant key is the one with the largest weighted sum
 * of dominant shares (of equals the smallest key); a bucket's count belongs to the pixel in which the
 * bucket begins. Shares are rounded to 1/65535 in each bucket.
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
  const intervals = pages.raw.read(group, from, to, new Set(tracks));
  for (const [row, track] of tracks.entries()) {
    const busyTimes = intervals.get(track);
    if (busyTimes === undefined) continue;
    eachRun(measure(busyTimes, grid), (pixel, span, busy, share, dominant, count) => {
      const at = row * width + pixel;
      strip.busy.fill(busy / fullShare, at, at + span);
      strip.dominant.fill(dominant, at, at + span);
      strip.dominantShare.fill(share / fullShare, at, at + span);
      strip.count.fill(count, at, at + span);
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
  const extent = chunks.extent(name === 'tasks' ? streamLayouts.tasks : streamLayouts.switches);
  const first = Math.max(from, extent.t0);
  const last = Math.min(to, extent.t1);
  if (first > last) return;
  const wanted = new Set(tracks);
  const runs = pages.range(group, level, pageAt(group, level, first), pageAt(group, level, last) + 1, wanted);
  for (const [row, track] of tracks.entries()) {
    const of = runs.get(track);
    if (of !== undefined) resample(strip, row, of, bucketNs(group, level));
  }
}

/** Paints one row of the strip from the runs of its track. */
function resample(strip: Viewport, row: number, runs: Runs, widthNs: number): void {
  const { from, to, width } = strip;
  const pixelNs = (to - from) / width;
  const base = row * width;
  const holders = new Holders();
  let current = -1;
  const flush = (): void => {
    if (current < 0) return;
    const { key, sum } = holders.largest();
    strip.dominant[base + current] = key;
    strip.dominantShare[base + current] = Math.min(1, sum);
    holders.clear();
  };
  eachRun(runs, (bucket, span, busy, share, dominant, count) => {
    const start = bucket * widthNs;
    const end = (bucket + span) * widthNs;
    if (end <= from || start >= to) return;
    if (count > 0) countBegins(strip, row, bucket, span, count, widthNs);
    const last = Math.min(width - 1, Math.floor((end - from) / pixelNs));
    for (let pixel = Math.max(0, Math.floor((start - from) / pixelNs)); pixel <= last; pixel += 1) {
      const overlap = Math.min(end, from + (pixel + 1) * pixelNs) - Math.max(start, from + pixel * pixelNs);
      if (overlap <= 0) continue;
      if (pixel !== current) {
        flush();
        current = pixel;
      }
      const weight = overlap / pixelNs / fullShare;
      strip.busy[base + pixel] = Math.min(1, (strip.busy[base + pixel] ?? 0) + busy * weight);
      if (share > 0) holders.add(dominant, share * weight);
    }
  });
  flush();
}

function countBegins(
  strip: Viewport,
  row: number,
  bucket: number,
  span: number,
  count: number,
  widthNs: number,
): void {
  const { from, to, width } = strip;
  const pixelNs = (to - from) / width;
  for (let at = bucket; at < bucket + span; at += 1) {
    const pixel = Math.floor((at * widthNs - from) / pixelNs);
    if (pixel < 0 || pixel >= width) continue;
    const index = row * width + pixel;
    strip.count[index] = (strip.count[index] ?? 0) + count;
  }
}
