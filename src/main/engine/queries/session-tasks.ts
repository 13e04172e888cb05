import type { TaskBatch } from '../../../shared/session.ts';
import type { TaskTableQuery } from '../../../shared/session-queries.ts';
import { spansOfTrials } from './trial-spans.ts';
import type { TrialSpan } from './trial-spans.ts';

/** The tasks of a session as of one moment, and what was worked out from them. */
export class SessionTasks {
  readonly rows: TaskBatch;
  /** Per trial, in order; trials without a task included. */
  readonly spans: readonly TrialSpan[];
  #order: { readonly of: string; readonly rows: Uint32Array } | null = null;

  constructor(rows: TaskBatch) {
    this.rows = rows;
    this.spans = spansOfTrials(rows);
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
