import { outcomes } from '../../shared/session.ts';
import type { Outcome, TaskBatch } from '../../shared/session.ts';
import type { FoundTask } from '../../shared/session-queries.ts';
import type { TimeRange } from './viewport.ts';

/** A task on its lane. */
export interface TaskBar {
  readonly index: number;
  readonly lane: number;
  readonly submitNs: number;
  readonly startNs: number;
  /** Where nobody saw the end: the next start on the lane, or the trial's end. */
  readonly endNs: number;
  readonly outcome: Outcome;
}

/** The tasks that have a place on a lane, in the batch's order: one that never started was on none. */
export function taskBars(tasks: TaskBatch): readonly TaskBar[] {
  const bars: TaskBar[] = [];
  for (let row = 0; row < tasks.index.length; row += 1) {
    const startNs = tasks.start[row] ?? Number.NaN;
    if (Number.isNaN(startNs)) continue;
    bars.push({
      index: tasks.index[row] ?? 0,
      lane: tasks.lane[row] ?? 0,
      submitNs: tasks.submit[row] ?? Number.NaN,
      startNs,
      endNs: tasks.end[row] ?? Number.NaN,
      outcome: outcomes[tasks.outcome[row] ?? 0] ?? 'ok',
    });
  }
  return bars;
}

/** Tasks of one trial that ran in a range, per lane in the order of their starts. */
export class TaskBars {
  readonly range: TimeRange;
  readonly count: number;
  readonly #lanes: ReadonlyMap<number, readonly TaskBar[]>;

  /** @param trialEndNs closes what nobody saw end */
  constructor(tasks: TaskBatch, range: TimeRange, trialEndNs: number) {
    this.range = range;
    const bars = taskBars(tasks);
    this.count = bars.length;
    this.#lanes = new Map(
      [...Map.groupBy(bars, ({ lane }) => lane)].map(([lane, held]) => [lane, closed(held, trialEndNs)]),
    );
  }

  /** The bars of a lane that touch the range, in order. */
  within(lane: number, { fromNs, toNs }: TimeRange): readonly TaskBar[] {
    const bars = this.#lanes.get(lane) ?? [];
    return bars.slice(
      firstAt(bars, (bar) => bar.endNs >= fromNs),
      firstAt(bars, (bar) => bar.startNs > toNs),
    );
  }

  /** The bar at a moment, or else the nearest one that is no further away than `slackNs`. */
  at(lane: number, atNs: number, slackNs: number): TaskBar | null {
    const near = this.within(lane, { fromNs: atNs - slackNs, toNs: atNs + slackNs });
    const distance = ({ startNs, endNs }: TaskBar) => Math.max(startNs - atNs, atNs - endNs, 0);
    return near.reduce<TaskBar | null>(
      (best, bar) => (best === null || distance(bar) < distance(best) ? bar : best),
      null,
    );
  }
}

/** A task and the trial that it belongs to. Of one that never started, start and end are NaN. */
export interface TrialTask extends TaskBar {
  readonly trial: number;
}

/** A task as a search finds it: when it was submitted is not told. */
export function trialTask(found: FoundTask, trialEndNs: number): TrialTask {
  const { trial, index, lane, outcome } = found;
  const startNs = found.startNs ?? Number.NaN;
  const endNs = found.endNs ?? (found.startNs === null ? Number.NaN : trialEndNs);
  return { trial, index, lane, outcome, submitNs: Number.NaN, startNs, endNs };
}

function closed(bars: readonly TaskBar[], trialEndNs: number): readonly TaskBar[] {
  const sorted = bars.toSorted((a, b) => a.startNs - b.startNs || a.index - b.index);
  return sorted.map((bar, at) =>
    Number.isNaN(bar.endNs) ? endedAt(bar, sorted[at + 1]?.startNs ?? trialEndNs) : bar,
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
