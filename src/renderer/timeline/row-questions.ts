import type { EngineApi } from '../../shared/engine-api.ts';
import { singleLimit } from './levelled-data.ts';
import type { AskRow, Stay } from './neighbour.ts';
import { SliceBars, slicesOf } from './slice-bars.ts';
import type { OutputPieceQuery } from '../../shared/session-queries.ts';
import type { OutputGroup } from './output-group.ts';
import type { PlacedPiece } from './output-marks.ts';
import type { PlacedSlice } from './slice-bars.ts';
import { TaskBars } from './task-bars.ts';
import type { PlacedTask } from './task-bars.ts';
import type { TaskBook } from './task-book.ts';
import { lanesOf } from './timeline-data.ts';
import { sliceTrack } from './track-groups.ts';
import type { TaskGroup, TrackGroup } from './track-groups.ts';
import type { TimeRange } from './viewport.ts';

const everything: TimeRange = { fromNs: Number.NEGATIVE_INFINITY, toNs: Number.POSITIVE_INFINITY };

/** Asks for the tasks of one lane. */
export const askLane =
  (
    engine: Pick<EngineApi, 'tasksWithin'>,
    session: string,
    book: TaskBook,
    group: TaskGroup,
    row: number,
  ): AskRow<PlacedTask> =>
  async (range) => {
    const { id, trial, extent, laneNumbers } = group;
    const lanes = lanesOf(group, laneNumbers.slice(row, row + 1));
    const { tasks, traced } = await engine.tasksWithin({ session, ...lanes, ...range, limit: singleLimit });
    if (tasks === null) return null;
    const bars = new TaskBars(book.drawn(group, tasks, traced), range, extent?.toNs ?? range.toNs);
    return Array.from(bars.within(row, everything), (bar) => ({ ...bar, trial, group: id }));
  };

/** Asks for the slices of one row of cores or threads. */
export const askSlices =
  (
    engine: Pick<EngineApi, 'slicesWithin'>,
    session: string,
    group: TrackGroup,
    row: number,
  ): AskRow<PlacedSlice & Stay> =>
  async (range) => {
    const track = sliceTrack(group, row);
    if (track === null) return [];
    const key = group.kind === 'cores' ? 'core' : 'thread';
    const { slices } = await engine.slicesWithin({
      session,
      ...range,
      cores: key === 'core' ? [track] : [],
      threads: key === 'core' ? [] : [track],
      limit: singleLimit,
    });
    if (slices === null) return null;
    const bars = new SliceBars(slicesOf(slices), range, key);
    return Array.from(bars.within(track, everything), (slice) => ({
      ...slice,
      group: group.id,
      row,
      index: 0,
    }));
  };

/** Asks for a piece of what was printed on one stream; null: there is none. */
export async function askPiece(
  engine: Pick<EngineApi, 'outputPiece'>,
  session: string,
  group: OutputGroup,
  row: number,
  of: OutputPieceQuery['of'],
): Promise<PlacedPiece | null> {
  const stream = group.streams[row]?.stream;
  const piece = stream === undefined ? null : await engine.outputPiece({ session, stream, of });
  return piece && { ...piece, group: group.id, row };
}
