import type { SessionReader, SessionReport } from '../../../shared/session.ts';
import { reportOf } from '../lab/unfinished-trial.ts';
import { SessionTasks } from './session-tasks.ts';
import { loadTaskRows } from './task-rows.ts';

/** One session, and of what was read from it that which the next question will want again. */
export class OpenedSession {
  readonly reader: SessionReader;
  readonly #wasComplete: boolean;
  #tasks: SessionTasks | null = null;
  /** Of a complete session, whose report will not change. */
  #report: SessionReport | null = null;

  constructor(reader: SessionReader) {
    this.reader = reader;
    this.#wasComplete = reader.complete;
  }

  /** Whether the recording came to its end since the session was opened. */
  get outdated(): boolean {
    return !this.#wasComplete && this.reader.complete;
  }

  /** The tasks stored by now. */
  get tasks(): SessionTasks {
    const stored = this.reader.count('tasks');
    if (this.#tasks === null || this.#tasks.count !== stored) {
      // The old rows go first: both at once would be twice the memory.
      this.#tasks = null;
      this.#tasks = new SessionTasks(loadTaskRows(this.reader));
    }
    return this.#tasks;
  }

  get heldTaskRows(): number {
    return this.#tasks?.count ?? 0;
  }

  report(): SessionReport | null {
    if (!this.#wasComplete) return reportOf(this.reader);
    this.#report ??= reportOf(this.reader);
    return this.#report;
  }

  close(): void {
    this.reader.close();
    this.#tasks = null;
  }
}
