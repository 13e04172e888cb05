import type { TaskBatch } from '../../../shared/session.ts';
import type { TaskTableQuery } from '../../../shared/session-queries.ts';
import type { SessionTraces } from './session-traces.ts';
import { rowsByIndex } from './task-rows.ts';
import type { TaskRowOf } from './task-rows.ts';
import { spansOfTrials } from './trial-spans.ts';
import type { TrialSpan } from './trial-spans.ts';

/** Where tasks come from: a session, and the threads that it knows. */
export interface TaskSource {
  readonly tasks: SessionTasks;
  readonly threadRows: ThreadRows;
}

/** The number of the row of the thread that a pid and a tid mean; −1: none. */
export type ThreadRows = (pid: number, tid: number) => number;

/** The tasks of a session as of one moment, and what was worked out from them. */
export class SessionTasks {
  readonly rows: TaskBatch;
  /** Null: none of them was traced. */
  readonly traces: SessionTraces | null;
  /** Per trial, in order; trials without a task included. */
  readonly spans: readonly TrialSpan[];
  #rowOf: TaskRowOf | null = null;
  #order: { readonly of: string; readonly rows: Uint32Array } | null = null;

  /** `tracesOf`: makes what was traced of them, given where each is. */
  constructor(rows: TaskBatch, tracesOf: ((rowOf: TaskRowOf) => SessionTraces) | null = null) {
    this.rows = rows;
    this.traces = tracesOf === null ? null : tracesOf((task) => this.rowOf(task));
    this.spans = spansOfTrials(rows);
  }

  /** Where the task of a number is; −1: nowhere. Of a profile, whose tasks are of one trial. */
  rowOf(task: number): number {
    this.#rowOf ??= rowsByIndex(this.rows);
    return this.#rowOf(task);
  }

  get count(): number {
    return this.rows.index.length;
  }

  /** The table's rows in its order; kept for the pages that follow, until another order is asked for. */
  order({ filter, sort }: TaskTableQuery, make: () => Uint32Array): Uint32Array {
    const of = JSON.stringify([filter, sort]);
    if (this.#order?.of !== of) {
      this.#order = null;
      this.#order = { of, rows: make() };
    }
    return this.#order.rows;
  }
}
