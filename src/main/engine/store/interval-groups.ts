import type { StreamName, ViewportQuery } from '../../../shared/session.ts';
import { columnOf } from './columns.ts';
import type { Column, Columns } from './columns.ts';

/**
 * How the rows of a stream become the intervals of a viewport's group: for each row the track it lies on, from when to when,
 * and the key, which is the value of the column `key` + 1.
 */
export interface IntervalGroup {
  readonly stream: StreamName;
  readonly track: string;
  readonly start: string;
  readonly end: string;
  readonly key: string;
}

export const intervalGroups: Readonly<Record<ViewportQuery['group'], IntervalGroup>> = {
  cores: { stream: 'slices', track: 'core', start: 'start', end: 'end', key: 'thread' },
  tasks: { stream: 'tasks', track: 'lane', start: 'start', end: 'end', key: 'trial' },
  threads: { stream: 'slices', track: 'thread', start: 'start', end: 'end', key: 'core' },
  delays: { stream: 'slices', track: 'thread', start: 'ready', end: 'start', key: 'core' },
};

type IntervalVisitor = (track: number, start: number, end: number, key: number) => void;

/**
 * Visits the interval of each row. A row whose start is not known has none; one whose end is not known, or lies before its start, counts
 * where it begins and is busy for no time.
 */
export function eachInterval(group: IntervalGroup, rows: Columns, visit: IntervalVisitor): void {
  const tracks = wide(columnOf(rows, group.track));
  const starts = columnOf(rows, group.start);
  const ends = columnOf(rows, group.end);
  const keys = wide(columnOf(rows, group.key));
  for (let row = 0; row < tracks.length; row += 1) {
    const start = starts[row] ?? Number.NaN;
    if (!Number.isFinite(start)) continue;
    const end = ends[row] ?? Number.NaN;
    visit(tracks[row] ?? 0, start, end > start && end < Infinity ? end : start, (keys[row] ?? 0) + 1);
  }
}

/** One type for every width: the loop above is then compiled once, for it. */
const wide = (column: Column): Uint32Array =>
  column instanceof Uint32Array ? column : new Uint32Array(column);
