import type { SessionReader, StreamBatch } from '../../../shared/session.ts';
import { readTraced } from '../queries/traced-columns.ts';

/**
 * What was traced of a profile's tasks, by their numbers, which are those of their rows. Held whole, 81 bytes a task: it is
 * recorded in another order than the tasks are.
 */
export class TracedRows {
  readonly rows: StreamBatch<'traced'>;
  readonly #count: number;

  constructor(session: SessionReader) {
    const isTraced = session.count('traced') > 0;
    this.#count = isTraced ? session.count('tasks') : 0;
    this.rows = readTraced(session, this.#count, (task) => (task < this.#count ? task : -1));
  }

  has(task: number): boolean {
    return task < this.#count && this.rows.site[task] !== 0;
  }
}
