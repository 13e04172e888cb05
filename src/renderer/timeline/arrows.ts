import type { PlacedSlice, Slice, SliceBars } from './slice-bars.ts';
import { rowOfThread } from './track-groups.ts';
import type { CoresGroup, ThreadsGroup } from './track-groups.ts';

/** From what made a thread ready, or from where it was before, to where it is. Both ends are rows of one group. */
export interface Arrow {
  readonly kind: 'wake-up' | 'migration';
  readonly group: number;
  readonly fromRow: number;
  readonly fromNs: number;
  readonly toRow: number;
  readonly toNs: number;
}

/**
 * What led to a slice, as far as the slices in sight tell: who woke its thread, and on which other core it was before. On rows of
 * threads a migration has no two ends.
 */
export function arrowsTo(
  slice: PlacedSlice,
  group: CoresGroup | ThreadsGroup,
  bars: SliceBars,
): readonly Arrow[] {
  return [wakeUp(slice, group, bars), migration(slice, group, bars)].filter((arrow) => arrow !== null);
}

function wakeUp(slice: PlacedSlice, group: CoresGroup | ThreadsGroup, bars: SliceBars): Arrow | null {
  const { waker, readyNs, startNs, row } = slice;
  if (waker === null || Number.isNaN(readyNs)) return null;
  const before = bars.lastBefore(waker, readyNs);
  if (before === null || before.endNs < readyNs) return null;
  const fromRow = rowOf(before, group);
  if (fromRow < 0 || fromRow === row) return null;
  return { kind: 'wake-up', group: group.id, fromRow, fromNs: readyNs, toRow: row, toNs: startNs };
}

function migration(slice: PlacedSlice, group: CoresGroup | ThreadsGroup, bars: SliceBars): Arrow | null {
  if (group.kind !== 'cores') return null;
  const before = bars.lastBefore(slice.thread, slice.startNs);
  if (before === null || before.core === slice.core) return null;
  const fromRow = rowOf(before, group);
  if (fromRow < 0) return null;
  const { row, startNs } = slice;
  return { kind: 'migration', group: group.id, fromRow, fromNs: before.endNs, toRow: row, toNs: startNs };
}

const rowOf = (slice: Slice, group: CoresGroup | ThreadsGroup): number =>
  group.kind === 'cores' ? group.cores.indexOf(slice.core) : rowOfThread(group, slice.thread);
