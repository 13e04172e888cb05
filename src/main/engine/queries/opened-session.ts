import type { SessionReader, SessionReport, WorkerRow } from '../../../shared/session.ts';
import { reportOf } from '../lab/unfinished-trial.ts';
import { SessionTasks } from './session-tasks.ts';
import { readSlices } from './session-slices.ts';
import type { SessionSlices } from './session-slices.ts';
import { loadTaskRows } from './task-rows.ts';

/** One session, and of what was read from it that which the next question will want again. */
export class OpenedSession {
  readonly reader: SessionReader;
  /** Whether it was not complete when it was opened: it may be recorded right now, or its recorder died. */
  readonly wasRecording: boolean;
  #tasks: SessionTasks | null = null;
  #slices: SessionSlices | null = null;
  #report: SessionReport | null = null;
  #workers: ReadonlyMap<number, WorkerRow> | null = null;

  constructor(reader: SessionReader) {
    this.reader = reader;
    this.wasRecording = !reader.complete;
  }

  /** Whether the recording came to its end since the session was opened. */
  get outdated(): boolean {
    return this.wasRecording && this.reader.complete;
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

  /** Sums of the slices stored by now. */
  get slices(): SessionSlices {
    if (this.#slices?.count !== this.reader.count('slices')) this.#slices = readSlices(this.reader);
    return this.#slices;
  }

  get heldTaskRows(): number {
    return this.#tasks?.count ?? 0;
  }

  report(): SessionReport | null {
    if (this.wasRecording) return reportOf(this.reader);
    this.#report ??= reportOf(this.reader);
    return this.#report;
  }

  /** By number. There may be one for every task. */
  workers(): ReadonlyMap<number, WorkerRow> {
    if (this.wasRecording) this.#workers = null;
    this.#workers ??= new Map(this.reader.workers().map((row) => [row.worker, row]));
    return this.#workers;
  }

  close(): void {
    this.reader.close();
    this.#tasks = null;
    this.#slices = null;
  }
}
