import type { Viewport, ViewportQuery } from '../../../../src/shared/session.ts';
import type { Slice, Task } from './sessions.ts';

/**
 * The viewport rule computed the slow way: bucket by bucket, from every interval, with no pages, runs or
 * chunks. Shares its few constants with the format's documentation, and no code with the store.
 */

export interface Interval {
  readonly track: number;
  readonly start: number;
  readonly end: number;
  readonly key: number;
}

interface Bucket {
  readonly busy: number;
  readonly share: number;
  readonly dominant: number;
  readonly count: number;
}

const empty: Bucket = { busy: 0, share: 0, dominant: 0, count: 0 };
/** Of shares that are measured for a view. */
const finestParts = 65535;

export const intervalsOfTasks = (tasks: readonly Task[]): Interval[] =>
  tasks.flatMap(({ lane, trial, start, end }) => intervalOf(lane, start, end, trial + 1));

export const intervalsOfCores = (slices: readonly Slice[]): Interval[] =>
  slices.flatMap(({ core, start, end, thread }) => intervalOf(core, start, end, thread + 1));

export const intervalsOfThreads = (slices: readonly Slice[]): Interval[] =>
  slices.flatMap(({ thread, start, end, core }) => intervalOf(thread, start, end, core + 1));

export const intervalsOfDelays = (slices: readonly Slice[]): Interval[] =>
  slices.flatMap(({ thread, ready, start, core }) => intervalOf(thread, ready, start, core + 1));

function intervalOf(track: number, start: number, end: number, key: number): Interval[] {
  if (!Number.isFinite(start)) return [];
  return [{ track, start, end: Number.isFinite(end) ? Math.max(start, end) : start, key }];
}

/** Width of the narrowest buckets, and the parts in which shares of buckets are stored. */
interface Summary {
  readonly base: number;
  readonly parts: number;
}

const summaries: Readonly<Record<ViewportQuery['group'], Summary>> = {
  cores: { base: 2 ** 21, parts: 255 },
  tasks: { base: 2 ** 20, parts: 65535 },
  threads: { base: 2 ** 22, parts: 255 },
  delays: { base: 2 ** 22, parts: 255 },
};

export function bruteForce(intervals: readonly Interval[], query: ViewportQuery): Viewport {
  const { tracks, from, to, width, group } = query;
  const pixel = (to - from) / width;
  const summary = summaries[group];
  const { base } = summary;
  let level = -1;
  while (level < 11 && base * 4 ** (level + 1) <= 2 * pixel) level += 1;
  const size = tracks.length * width;
  const view = {
    from,
    to,
    width,
    tracks,
    busy: new Float32Array(size),
    dominant: new Uint32Array(size),
    dominantShare: new Float32Array(size),
    count: new Uint32Array(size),
  };
  for (const [row, track] of tracks.entries()) {
    const own = intervals
      .filter((interval) => interval.track === track)
      .toSorted((a, b) => a.start - b.start || a.end - b.end || a.key - b.key);
    for (let x = 0; x < width; x += 1) {
      const at = row * width + x;
      const begin = from + x * pixel;
      const bucket =
        level < 0 ? measured(own, begin, pixel, finestParts) : resampled(own, summary, level, begin, pixel);
      view.busy[at] = bucket.busy;
      view.dominant[at] = bucket.dominant;
      view.dominantShare[at] = bucket.share;
      view.count[at] = bucket.count;
    }
  }
  return view;
}

function resampled(
  own: readonly Interval[],
  summary: Summary,
  level: number,
  begin: number,
  pixel: number,
): Bucket {
  const width = summary.base * 4 ** level;
  let busy = 0;
  let count = 0;
  const held = new Map<number, number>();
  for (let bucket = Math.floor(begin / width); bucket * width < begin + pixel; bucket += 1) {
    const weight = (Math.min(begin + pixel, (bucket + 1) * width) - Math.max(begin, bucket * width)) / pixel;
    const found = folded(own, summary, level, bucket);
    if (bucket * width >= begin) count += found.count;
    if (weight <= 0) continue;
    busy += found.busy * weight;
    if (found.share > 0) held.set(found.dominant, (held.get(found.dominant) ?? 0) + found.share * weight);
  }
  return { busy: Math.min(1, busy), count, ...largest(held) };
}

function folded(own: readonly Interval[], summary: Summary, level: number, bucket: number): Bucket {
  const { base, parts } = summary;
  const width = base * 4 ** level;
  if (!own.some(({ start, end }) => start < (bucket + 1) * width && end >= bucket * width)) return empty;
  if (level === 0) return measured(own, bucket * width, width, parts);
  const children = [0, 1, 2, 3].map((child) => folded(own, summary, level - 1, bucket * 4 + child));
  const held = new Map<number, number>();
  for (const { dominant, share } of children) {
    if (share > 0) held.set(dominant, (held.get(dominant) ?? 0) + share * parts);
  }
  const sum = children.reduce((total, { busy }) => total + busy * parts, 0);
  const { dominant, share } = largest(held);
  const rounded = Math.round(Math.round(share) / 4);
  return {
    busy: Math.round(Math.round(sum) / 4) / parts,
    share: rounded / parts,
    dominant: rounded === 0 ? 0 : dominant,
    count: children.reduce((total, child) => total + child.count, 0),
  };
}

function measured(own: readonly Interval[], begin: number, width: number, parts: number): Bucket {
  const held = new Map<number, number>();
  let covered = begin;
  let busy = 0;
  let count = 0;
  for (const { start, end, key } of own) {
    if (start >= begin && start < begin + width) count += 1;
    const gained = Math.min(end, begin + width) - Math.max(start, covered);
    if (gained <= 0) continue;
    covered = Math.min(end, begin + width);
    busy += gained;
    held.set(key, (held.get(key) ?? 0) + gained);
  }
  const { dominant, share } = largest(held);
  const rounded = Math.round((share / width) * parts);
  return {
    busy: Math.round((busy / width) * parts) / parts,
    share: rounded / parts,
    dominant: rounded === 0 ? 0 : dominant,
    count,
  };
}

function largest(held: ReadonlyMap<number, number>): { dominant: number; share: number } {
  let dominant = 0;
  let share = 0;
  for (const [key, sum] of held) {
    if (sum > share || (sum === share && sum > 0 && key < dominant)) {
      dominant = key;
      share = sum;
    }
  }
  return { dominant, share };
}
