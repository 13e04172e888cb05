import type { SessionReader, StreamBatch } from '../../../shared/session.ts';

/** A row of what was traced, in its batch. */
export interface TracedRow {
  readonly batch: StreamBatch<'traced'>;
  readonly row: number;
}

/** Rows that are held while their tasks have not come: they are recorded together, so it takes a few. */
const heldRows = 262_144;

/**
 * Finds what was traced of tasks that are asked for in order of recording, each once. Both streams are read in step, so that memory stays
 * flat however many there are. A task whose row is further away than the rows held has none.
 */
export class TracedRows {
  readonly #batches: Iterator<StreamBatch<'traced'>>;
  readonly #held = new Map<number, TracedRow>();
  #isOver = false;

  constructor(session: SessionReader) {
    this.#batches = session.batches('traced')[Symbol.iterator]();
  }

  /** Null: nothing was traced of this task. */
  take(task: number): TracedRow | null {
    let found = this.#held.get(task);
    while (found === undefined && !this.#isOver && this.#held.size < heldRows) {
      this.#readMore();
      found = this.#held.get(task);
    }
    this.#held.delete(task);
    return found ?? null;
  }

  #readMore(): void {
    const next = this.#batches.next();
    if (next.done === true) {
      this.#isOver = true;
      return;
    }
    const batch = next.value;
    for (let row = 0; row < batch.task.length; row += 1) this.#held.set(batch.task[row] ?? 0, { batch, row });
  }
}
