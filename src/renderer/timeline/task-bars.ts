import { outcomes } from '../../shared/session.ts';
import type { Outcome, TaskBatch, TracedPlace } from '../../shared/session.ts';
import type { TracedApi } from '../../shared/trace-format.ts';
import type { TimeRange } from './viewport.ts';

/** A task on its row. */
export interface TaskBar {
  readonly index: number;
  /** Of its group, from 0. */
  readonly row: number;
  readonly submitNs: number;
  readonly startNs: number;
  /** Where nobody saw the end: the next start on the row, or the group's end. */
  readonly endNs: number;
  readonly outcome: Outcome;
  /** What stands on it where it fits: what it ran, else its number. */
  readonly label: string;
  /** Null: it was not traced, or is known from a search only. */
  readonly origin: TaskOrigin | null;
}

/** Where a traced task came from. Threads are numbers of threads' rows; null: not known. */
export interface TaskOrigin {
  readonly api: TracedApi;
  readonly callable: TracedPlace | null;
  readonly submittedAt: TracedPlace | null;
  /** Its own, else its callable's; empty: it has none. */
  readonly name: string;
  readonly submitter: number | null;
  /** The thread that ran it. */
  readonly thread: number | null;
  /** When the submitter's side had the result; NaN: not known. */
  readonly resultNs: number;
  /** How often a coroutine ran; of others 0. */
  readonly steps: number;
}

/** What is needed of tasks to draw them. */
export interface DrawnTasks {
  readonly tasks: TaskBatch;
  /** The row of a lane within the group; null: it is none of the group's. */
  readonly rowOf: (lane: number) => number | null;
  /** Of the task at a place of the batch; null: it was not traced. */
  readonly originOf: (at: number) => TaskOrigin | null;
}

/** The tasks that have a place on a row, in the batch's order: one that never started was on none. */
export function taskBars({ tasks, rowOf, originOf }: DrawnTasks): readonly TaskBar[] {
  const bars: TaskBar[] = [];
  for (let at = 0; at < tasks.index.length; at += 1) {
    const startNs = tasks.start[at] ?? Number.NaN;
    const row = rowOf(tasks.lane[at] ?? 0);
    if (Number.isNaN(startNs) || row === null) continue;
    const index = tasks.index[at] ?? 0;
    const origin = originOf(at);
    bars.push({
      index,
      row,
      submitNs: tasks.submit[at] ?? Number.NaN,
      startNs,
      endNs: tasks.end[at] ?? Number.NaN,
      outcome: outcomes[tasks.outcome[at] ?? 0] ?? 'ok',
      label: origin === null || origin.name === '' ? String(index) : origin.name,
      origin,
    });
  }
  return bars;
}

/** Tasks of one group that ran in a range, per row in the order of their starts. */
export class TaskBars {
  readonly range: TimeRange;
  readonly count: number;
  readonly #rows: ReadonlyMap<number, readonly TaskBar[]>;

  /** @param groupEndNs closes what nobody saw end */
  constructor(drawn: DrawnTasks, range: TimeRange, groupEndNs: number) {
    this.range = range;
    const bars = taskBars(drawn);
    this.count = bars.length;
    this.#rows = new Map(
      [...Map.groupBy(bars, ({ row }) => row)].map(([row, held]) => [row, closed(held, groupEndNs)]),
    );
  }

  /** The bars of a row that touch the range, in order. */
  within(row: number, { fromNs, toNs }: TimeRange): readonly TaskBar[] {
    const bars = this.#rows.get(row) ?? [];
    return bars.slice(
      firstAt(bars, (bar) => bar.endNs >= fromNs),
      firstAt(bars, (bar) => bar.startNs > toNs),
    );
  }

  /** The bar at a moment, or else the nearest one that is no further away than `slackNs`. */
  at(row: number, atNs: number, slackNs: number): TaskBar | null {
    const near = this.within(row, { fromNs: atNs - slackNs, toNs: atNs + slackNs });
    const distance = ({ startNs, endNs }: TaskBar) => Math.max(startNs - atNs, atNs - endNs, 0);
    return near.reduce<TaskBar | null>(
      (best, bar) => (best === null || distance(bar) < distance(best) ? bar : best),
      null,
    );
  }
}

/** A task in its group. Of one that never started, start and end are NaN, and the row means nothing. */
export interface PlacedTask extends TaskBar {
  readonly trial: number;
  /** The group of rows that it is on; null: it is on none. */
  readonly group: number | null;
}

function closed(bars: readonly TaskBar[], groupEndNs: number): readonly TaskBar[] {
  const sorted = bars.toSorted((a, b) => a.startNs - b.startNs || a.index - b.index);
  return sorted.map((bar, at) =>
    Number.isNaN(bar.endNs) ? endedAt(bar, sorted[at + 1]?.startNs ?? groupEndNs) : bar,
  );
}

const endedAt = (bar: TaskBar, endNs: number): TaskBar => ({ ...bar, endNs: Math.max(bar.startNs, endNs) });

/** The first bar that is `past`, given that all after it are too. */
export function firstAt<B>(bars: readonly B[], past: (bar: B) => boolean): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const bar = bars[middle];
    if (bar !== undefined && past(bar)) high = middle;
    else low = middle + 1;
  }
  return low;
}
