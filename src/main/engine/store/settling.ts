import { columnOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { addInterval, taskInterval } from './intervals.ts';
import type { IntervalsByTrack, TrackIntervals } from './intervals.ts';
import { mipGroups, pageAt, pageNs } from './mip-geometry.ts';
import type { MipGroup } from './mip-geometry.ts';
import { eachSlice } from './slices.ts';
import type { CoreState } from './slices.ts';

/** A time range whose pages were settled before a row touching it arrived. */
export interface LateRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Rows on their way into mip pages: held until their page is settled, that is until rows that touch it are
 * no longer to be expected.
 */
export interface Settling {
  readonly group: MipGroup;
  /** The latest time seen, −Infinity at first. */
  readonly horizon: number;
  /** How far behind the horizon pages settle. */
  readonly lagNs: number;
  /** Takes rows; gives the ranges in which they come too late, of what is settled up to `settledNs`. */
  add(rows: Columns, settledNs: number): LateRange[];
  /** The first page of level 0, from `page` on, in which anything happens; null: none is known. */
  nextPage(page: number): number | null;
  /** What touches that page. Pages are taken in ascending order, each once. */
  take(page: number): IntervalsByTrack;
}

const second = 1e9;

/**
 * Tasks arrive when they settle, so a page waits for tasks about as long as those seen lately. Slower ones
 * make it a gap: a few long tasks must not keep the pages of all the short ones from being written.
 */
const shortestTaskLagNs = second;
const longestTaskLagNs = 10 * second;
/** A task that reaches over more pages than this is kept once, not once per page. */
const pagesHeldEach = 8;

export class SettlingTasks implements Settling {
  readonly group = mipGroups.tasks;
  horizon = -Infinity;
  #longest = 0;
  readonly #pages = new Map<number, IntervalsByTrack>();
  #long: { lane: number; start: number; end: number; key: number }[] = [];

  get lagNs(): number {
    return Math.min(Math.max(2 * this.#longest, shortestTaskLagNs), longestTaskLagNs);
  }

  add(rows: Columns, settledNs: number): LateRange[] {
    const late: LateRange[] = [];
    const lanes = columnOf(rows, 'lane');
    const trials = columnOf(rows, 'trial');
    const starts = columnOf(rows, 'start');
    const ends = columnOf(rows, 'end');
    // Old trials' tasks fade out of the lag.
    this.#longest *= 0.99;
    for (let row = 0; row < lanes.length; row += 1) {
      const interval = taskInterval(starts[row] ?? Number.NaN, ends[row] ?? Number.NaN);
      if (interval === null) continue;
      const { start, end } = interval;
      if (end > this.horizon) this.horizon = end;
      if (end - start > this.#longest) this.#longest = end - start;
      if (start < settledNs) late.push({ from: start, to: Math.min(end, settledNs) });
      this.#hold(lanes[row] ?? 0, start, end, (trials[row] ?? 0) + 1, settledNs);
    }
    return late;
  }

  nextPage(page: number): number | null {
    let first = Infinity;
    for (const held of this.#pages.keys()) if (held >= page && held < first) first = held;
    for (const { start, end } of this.#long) {
      const begin = pageAt(this.group, 0, start);
      if (begin >= page && begin < first) first = begin;
      else if (begin < page && end >= page * pageNs(this.group, 0)) first = page;
    }
    return Number.isFinite(first) ? first : null;
  }

  take(page: number): IntervalsByTrack {
    const width = pageNs(this.group, 0);
    const taken: IntervalsByTrack = this.#pages.get(page) ?? new Map<number, TrackIntervals>();
    this.#pages.delete(page);
    for (const { lane, start, end, key } of this.#long) {
      if (start < (page + 1) * width && end >= page * width) addInterval(taken, lane, start, end, key);
    }
    this.#long = this.#long.filter(({ end }) => end >= (page + 1) * width);
    return taken;
  }

  #hold(lane: number, start: number, end: number, key: number, settledNs: number): void {
    const first = pageAt(this.group, 0, Math.max(start, settledNs));
    const last = pageAt(this.group, 0, end);
    if (last - first >= pagesHeldEach) {
      this.#long.push({ lane, start, end, key });
      return;
    }
    for (let page = first; page <= last; page += 1) {
      let held = this.#pages.get(page);
      if (held === undefined) {
        held = new Map();
        this.#pages.set(page, held);
      }
      addInterval(held, lane, start, end, key);
    }
  }
}

/** Rings of different cores are drained one after the other, so switches arrive nearly in order. */
const switchLagNs = second;

interface Switches {
  readonly time: number[];
  readonly thread: number[];
}

export class SettlingSwitches implements Settling {
  readonly group = mipGroups.cores;
  readonly lagNs = switchLagNs;
  horizon = -Infinity;
  readonly #pages = new Map<number, Map<number, Switches>>();
  /** What each core does at the end of the last page taken. */
  readonly #states = new Map<number, CoreState>();

  add(rows: Columns, settledNs: number): LateRange[] {
    const times = columnOf(rows, 'time');
    const cores = columnOf(rows, 'core');
    const threads = columnOf(rows, 'thread');
    let earliestLate = Infinity;
    for (let row = 0; row < times.length; row += 1) {
      const time = times[row] ?? Number.NaN;
      if (!Number.isFinite(time)) continue;
      const core = cores[row] ?? 0;
      const thread = threads[row] ?? 0;
      if (time > this.horizon) this.horizon = time;
      if (time < settledNs) {
        earliestLate = Math.min(earliestLate, time);
        const known = this.#states.get(core);
        if (known === undefined || time >= known.time) this.#states.set(core, { time, thread });
      } else this.#hold(core, time, thread);
    }
    return earliestLate < settledNs ? [{ from: earliestLate, to: settledNs }] : [];
  }

  nextPage(page: number): number | null {
    const last = pageAt(this.group, 0, this.horizon);
    for (const { thread } of this.#states.values()) if (thread !== 0) return page <= last ? page : null;
    let first = Infinity;
    for (const held of this.#pages.keys()) if (held >= page && held < first) first = held;
    return Number.isFinite(first) ? first : null;
  }

  take(page: number): IntervalsByTrack {
    const held = this.#pages.get(page) ?? new Map<number, Switches>();
    this.#pages.delete(page);
    const intervals: IntervalsByTrack = new Map();
    for (const core of new Set([...this.#states.keys(), ...held.keys()])) {
      const switches = held.get(core) ?? { time: [], thread: [] };
      const after = eachSlice(switches, this.#states.get(core), this.horizon, (start, end, thread) =>
        addInterval(intervals, core, start, end, thread),
      );
      if (after !== undefined) this.#states.set(core, after);
    }
    return intervals;
  }

  #hold(core: number, time: number, thread: number): void {
    const page = pageAt(this.group, 0, time);
    let cores = this.#pages.get(page);
    if (cores === undefined) {
      cores = new Map();
      this.#pages.set(page, cores);
    }
    let switches = cores.get(core);
    if (switches === undefined) {
      switches = { time: [], thread: [] };
      cores.set(core, switches);
    }
    switches.time.push(time);
    switches.thread.push(thread);
  }
}
