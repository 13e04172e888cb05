import type { ViewportQuery } from '../../../shared/session.ts';

/**
 * The grid of the mips. Time is cut into buckets from the session's start on; a bucket of level k + 1 is
 * four of level k. A page is 512 consecutive buckets of one level; in the file it is stored in bands of
 * 64 tracks, so that a view of a few lanes among thousands reads only these.
 */
export interface MipGroup {
  readonly name: ViewportQuery['group'];
  /** Number of the group in the file. */
  readonly id: number;
  /** Width of a bucket of level 0, nanoseconds: several rows of a busy track fall into one, else the mips outgrow the rows. */
  readonly baseNs: number;
  /** Shares of a bucket are stored as whole numbers of this many parts: 255 are all that a screen shows, and take half the room. */
  readonly parts: number;
}

export const mipGroups: Readonly<Record<ViewportQuery['group'], MipGroup>> = {
  cores: { name: 'cores', id: 1, baseNs: 2 ** 21, parts: 255 },
  tasks: { name: 'tasks', id: 2, baseNs: 2 ** 20, parts: 65535 },
  threads: { name: 'threads', id: 3, baseNs: 2 ** 22, parts: 255 },
  delays: { name: 'delays', id: 4, baseNs: 2 ** 22, parts: 255 },
};

export const mipLevels = 12;
export const pageBuckets = 512;
export const bandTracks = 64;
/** Children of a bucket, and of a page. */
export const fanOut = 4;

/** Parts of a share where it is not stored but measured for a view. */
export const finestParts = 65535;

export const bucketNs = (group: MipGroup, level: number): number => group.baseNs * fanOut ** level;
export const pageNs = (group: MipGroup, level: number): number => bucketNs(group, level) * pageBuckets;
export const pageAt = (group: MipGroup, level: number, time: number): number =>
  Math.floor(time / pageNs(group, level));

/**
 * How wide a bucket may be drawn, in pixels. Levels are a factor of four apart: at one pixel up to four buckets
 * would be read for each; at two it is half as many, and what is lost is an edge that lies a pixel off.
 */
const widestBucket = 2;

/** The coarsest level whose buckets are narrow enough to draw; −1 when even those of level 0 are too wide. */
export function levelForPixel(group: MipGroup, pixelNs: number): number {
  let level = -1;
  while (level + 1 < mipLevels && bucketNs(group, level + 1) <= widestBucket * pixelNs) level += 1;
  return level;
}
