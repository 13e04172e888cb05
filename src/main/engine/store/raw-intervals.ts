import type { ViewportQuery } from '../../../shared/session.ts';
import type { ChunkEntry, ChunkStore } from './chunk-store.ts';
import { columnOf, rowsOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { streamLayouts } from './format.ts';
import { addInterval, taskInterval } from './intervals.ts';
import type { IntervalsByTrack } from './intervals.ts';
import { eachSlice } from './slices.ts';

/** Decoded rows that are kept for the next query: panning asks for the same chunks again. */
const cachedRows = 1_000_000;

const columnsOfGroup = {
  tasks: new Set(['trial', 'start', 'end', 'lane']),
  cores: new Set(['time', 'core', 'thread']),
} as const;

/** Reads what tracks did in a time range from the recorded rows themselves, where no mip page answers. */
export class RawIntervals {
  readonly #chunks: ChunkStore;
  readonly #cache = new Map<number, Columns>();
  #rowsInCache = 0;

  constructor(chunks: ChunkStore) {
    this.#chunks = chunks;
  }

  /** Everything that touches [from, to), whole; of `tracks` only, or of all. */
  read(
    group: ViewportQuery['group'],
    from: number,
    to: number,
    tracks: ReadonlySet<number> | null,
  ): IntervalsByTrack {
    return group === 'tasks' ? this.#tasks(from, to, tracks) : this.#slices(from, to, tracks);
  }

  #tasks(from: number, to: number, tracks: ReadonlySet<number> | null): IntervalsByTrack {
    const found: IntervalsByTrack = new Map();
    for (const entry of this.#chunks.entries(streamLayouts.tasks, from, to)) {
      const columns = this.#columns('tasks', entry);
      const lanes = columnOf(columns, 'lane');
      const trials = columnOf(columns, 'trial');
      const starts = columnOf(columns, 'start');
      const ends = columnOf(columns, 'end');
      for (let row = 0; row < lanes.length; row += 1) {
        const lane = lanes[row] ?? 0;
        const begin = starts[row] ?? Number.NaN;
        if (!(begin < to) || (tracks !== null && !tracks.has(lane))) continue;
        const interval = taskInterval(begin, ends[row] ?? Number.NaN);
        if (interval === null || interval.end < from) continue;
        addInterval(found, lane, interval.start, interval.end, (trials[row] ?? 0) + 1);
      }
    }
    return found;
  }

  #slices(from: number, to: number, tracks: ReadonlySet<number> | null): IntervalsByTrack {
    const found: IntervalsByTrack = new Map();
    const entries = this.#chunks.entriesFrom(streamLayouts.switches, from, to);
    const first = entries[0];
    if (first === undefined) return found;
    const before = this.#chunks.carry(first.id);
    const switches = new Map<number, CoreRows>();
    for (const entry of entries) this.#collectSwitches(entry, from, to, tracks, switches);
    const horizon = this.#chunks.latest(streamLayouts.switches);
    for (const core of new Set([...before.keys(), ...switches.keys()])) {
      if (tracks !== null && !tracks.has(core)) continue;
      const rows = switches.get(core) ?? { time: [], thread: [] };
      eachSlice(rows, before.get(core), horizon, (start, end, thread) => {
        if (start < to && end >= from) addInterval(found, core, start, end, thread);
      });
    }
    return found;
  }

  /**
   * Adds a chunk's switches from the last one before `from` to the last one before `to`, per core. Those
   * left out only tell of slices outside the range.
   */
  #collectSwitches(
    entry: ChunkEntry,
    from: number,
    to: number,
    tracks: ReadonlySet<number> | null,
    into: Map<number, CoreRows>,
  ): void {
    const columns = this.#columns('cores', entry);
    const times = columnOf(columns, 'time');
    const cores = columnOf(columns, 'core');
    const threads = columnOf(columns, 'thread');
    for (let begin = 0; begin < cores.length;) {
      const core = cores[begin] ?? 0;
      const end = firstRow(begin, cores.length, (row) => (cores[row] ?? 0) > core);
      if (tracks === null || tracks.has(core)) {
        const rows = rowsOfCore(into, core);
        const first = isAscending(times, begin, end)
          ? Math.max(begin, firstRow(begin, end, (row) => (times[row] ?? 0) > from) - 1)
          : begin;
        for (let row = first; row < end; row += 1) {
          const time = times[row] ?? Number.NaN;
          if (!(time < to)) continue;
          rows.time.push(time);
          rows.thread.push(threads[row] ?? 0);
        }
      }
      begin = end;
    }
  }

  #columns(group: ViewportQuery['group'], entry: ChunkEntry): Columns {
    const cached = this.#cache.get(entry.id);
    if (cached !== undefined) {
      // Last used goes last; the first is the next to leave.
      this.#cache.delete(entry.id);
      this.#cache.set(entry.id, cached);
      return cached;
    }
    const layout = group === 'tasks' ? streamLayouts.tasks : streamLayouts.switches;
    const columns = this.#chunks.read(layout, entry.id, columnsOfGroup[group]);
    this.#cache.set(entry.id, columns);
    this.#rowsInCache += entry.count;
    for (const [id, oldest] of this.#cache) {
      if (this.#rowsInCache <= cachedRows || id === entry.id) break;
      this.#cache.delete(id);
      this.#rowsInCache -= rowsOf(oldest);
    }
    return columns;
  }
}

/** The first row of [from, to) that is `past`, given that all after it are too; `to` when none is. */
function firstRow(from: number, to: number, past: (row: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (past(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isAscending(times: ArrayLike<number>, from: number, to: number): boolean {
  for (let row = from + 1; row < to; row += 1) {
    if (!((times[row - 1] ?? 0) <= (times[row] ?? 0))) return false;
  }
  return true;
}

interface CoreRows {
  readonly time: number[];
  readonly thread: number[];
}

function rowsOfCore(switches: Map<number, CoreRows>, core: number): CoreRows {
  let rows = switches.get(core);
  if (rows === undefined) {
    rows = { time: [], thread: [] };
    switches.set(core, rows);
  }
  return rows;
}
