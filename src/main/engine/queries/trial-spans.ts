import type { TaskBatch } from '../../../shared/session.ts';

/** Where the tasks of one trial lie: among the rows, on the time axis, on the lanes. */
export interface TrialSpan {
  /** All rows of the trial are in [firstRow, endRow). */
  readonly firstRow: number;
  readonly endRow: number;
  /** The first submit; Infinity when there is none. */
  readonly fromNs: number;
  /** The last moment that is known of any task; −Infinity when there is none. */
  readonly toNs: number;
  /** Per lane, which worker ran its tasks. */
  readonly laneHolders: readonly LaneHolder[];
}

/** The number of the worker that ran all tasks of a lane. */
export type LaneHolder = number | 'none' | 'several';

/** The spans of trials 0 … last that has a task, in one pass over the rows. */
export function spansOfTrials({ trial, submit, start, end, worker, lane }: TaskBatch): TrialSpan[] {
  const spans: GrowingSpan[] = [];
  for (let row = 0; row < trial.length; row += 1) {
    const number = trial[row] ?? 0;
    while (spans.length <= number) spans.push(new GrowingSpan());
    const span = spans[number];
    if (span === undefined) continue;
    span.addRow(row, submit[row] ?? Number.NaN, start[row] ?? Number.NaN, end[row] ?? Number.NaN);
    if (!Number.isNaN(start[row])) span.addHolder(lane[row] ?? 0, worker[row] ?? 0);
  }
  return spans;
}

class GrowingSpan implements TrialSpan {
  firstRow = 0;
  endRow = 0;
  fromNs = Infinity;
  toNs = -Infinity;
  readonly laneHolders: LaneHolder[] = [];

  addRow(row: number, submit: number, start: number, end: number): void {
    if (this.endRow === 0) this.firstRow = row;
    this.endRow = row + 1;
    if (submit < this.fromNs) this.fromNs = submit;
    // Comparisons with what is not known (NaN) are false.
    if (submit > this.toNs) this.toNs = submit;
    if (start > this.toNs) this.toNs = start;
    if (end > this.toNs) this.toNs = end;
  }

  addHolder(lane: number, worker: number): void {
    while (this.laneHolders.length <= lane) this.laneHolders.push('none');
    const holder = this.laneHolders[lane];
    if (holder === 'none') this.laneHolders[lane] = worker;
    else if (holder !== worker) this.laneHolders[lane] = 'several';
  }
}
