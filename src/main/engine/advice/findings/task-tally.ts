import type { StreamBatch } from '../../../../shared/session.ts';
import type { EvidenceScope, LaneEvidence, TaskEvidence } from './evidence.ts';

interface Lane {
  readonly lane: number;
  tasks: number;
  busySince: number;
  lastEnd: number;
  lastTask: number;
}

/** A task while it held a lane. */
export interface StayedTask {
  readonly lane: number;
  readonly index: number;
  /** NaN: not known. */
  readonly submit: number;
  readonly start: number;
  readonly end: number;
}

/** Adds up tasks, in the order in which they settled. Tasks without a start or an end do not count. */
export class TaskTally {
  readonly #scope: EvidenceScope;
  readonly #lanes = new Map<number, Lane>();
  /** When each worker last ended a task; lanes of an event loop have one worker. */
  readonly #workerEnds = new Map<number, number>();
  #count = 0;
  #runNs = 0;
  #gapNs = 0;
  #gaps = 0;

  constructor(scope: EvidenceScope) {
    this.#scope = scope;
  }

  /** The tasks of the scope. */
  add(batch: StreamBatch<'tasks'>): void {
    const { trial } = this.#scope;
    for (let row = 0; row < batch.start.length; row += 1) {
      if (trial !== null && batch.trial[row] !== trial.number) continue;
      this.addTask({
        lane: batch.lane[row] ?? 0,
        index: batch.index[row] ?? 0,
        submit: batch.submit[row] ?? Number.NaN,
        start: batch.start[row] ?? Number.NaN,
        end: batch.end[row] ?? Number.NaN,
      });
    }
  }

  addTask({ lane, index, submit, start, end }: StayedTask): void {
    if (Number.isNaN(start) || Number.isNaN(end)) return;
    this.#count += 1;
    this.#runNs += end - start;
    const worker = this.#scope.lanesShareThread ? 0 : lane;
    this.#gap(worker, Number.isNaN(submit) ? start : submit, start, end);
    this.#lane(lane, index, start, end);
  }

  evidence(): TaskEvidence | null {
    if (this.#count === 0) return null;
    const lanes: readonly LaneEvidence[] = [...this.#lanes.values()];
    return { count: this.#count, runNs: this.#runNs, gapNs: this.#gapNs, gaps: this.#gaps, lanes };
  }

  #gap(worker: number, submit: number, start: number, end: number): void {
    const before = this.#workerEnds.get(worker);
    this.#workerEnds.set(worker, Math.max(before ?? end, end));
    if (before === undefined) return;
    this.#gaps += 1;
    this.#gapNs += Math.max(0, start - Math.max(before, submit));
  }

  #lane(number: number, index: number, start: number, end: number): void {
    const lane = this.#lanes.get(number) ?? {
      lane: number,
      tasks: 0,
      busySince: start,
      lastEnd: start,
      lastTask: index,
    };
    this.#lanes.set(number, lane);
    lane.tasks += 1;
    // Handing over the next task is part of being busy, a wait longer than the task is not.
    if (start - lane.lastEnd > end - start) lane.busySince = start;
    if (end < lane.lastEnd) return;
    lane.lastEnd = end;
    lane.lastTask = index;
  }
}
