import type { ThreadOfTask } from '../../../shared/session-queries.ts';
import type { SessionReader, SessionReport, ThreadRow, WorkerRow } from '../../../shared/session.ts';
import { reportOf } from '../lab/unfinished-trial.ts';
import { SessionOutput } from './session-output.ts';
import { SessionTasks } from './session-tasks.ts';
import type { ThreadRows } from './session-tasks.ts';
import { SessionTraces } from './session-traces.ts';
import { threadKey } from '../scheduling/thread-names.ts';
import { readSlices } from './session-slices.ts';
import type { SessionSlices } from './session-slices.ts';
import { loadTaskRows } from './task-rows.ts';
import type { TaskRowOf } from './task-rows.ts';
import { tracedNames } from './traced-names.ts';
import type { ThreadNames } from './traced-names.ts';

/** One session, and of what was read from it that which the next question will want again. */
export class OpenedSession {
  readonly reader: SessionReader;
  /** Whether it was not complete when it was opened: it may be recorded right now, or its recorder died. */
  readonly wasRecording: boolean;
  #tasks: SessionTasks | null = null;
  #slices: SessionSlices | null = null;
  #output: SessionOutput | null = null;
  #report: SessionReport | null = null;
  #workers: ReadonlyMap<number, WorkerRow> | null = null;
  #threads: readonly ThreadRow[] | null = null;
  #names: ThreadNames | null = null;
  #texts: ReadonlyMap<number, string> | null = null;
  #threadRows: ReadonlyMap<string, number> | null = null;

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
    const traced = this.reader.count('traced');
    const known = this.#tasks;
    if (known !== null && known.count === stored && (known.traces?.count ?? 0) === traced) return known;
    // The old rows go first: both at once would be twice the memory.
    this.#tasks = null;
    const rows = loadTaskRows(this.reader);
    const tracesOf = (rowOf: TaskRowOf) => new SessionTraces(this.reader, rows, rowOf, () => this.texts);
    this.#tasks = new SessionTasks(rows, traced === 0 ? null : tracesOf);
    return this.#tasks;
  }

  /** Sums of the slices stored by now. */
  get slices(): SessionSlices {
    if (this.#slices?.count !== this.reader.count('slices')) this.#slices = readSlices(this.reader);
    return this.#slices;
  }

  /** All that was printed by now. */
  get output(): SessionOutput {
    if (this.#output?.count !== this.reader.logCount()) this.#output = new SessionOutput(this.reader.logs());
    return this.#output;
  }

  /** What was traced of a task takes as much again. */
  get heldTaskRows(): number {
    return (this.#tasks?.count ?? 0) + (this.#tasks?.traces?.held ?? 0);
  }

  report(): SessionReport | null {
    if (this.wasRecording) return reportOf(this.reader);
    this.#report ??= reportOf(this.reader);
    return this.#report;
  }

  /** By number. There may be one for every task. */
  workers(): ReadonlyMap<number, WorkerRow> {
    if (this.wasRecording) this.#workers = null;
    this.#workers ??= new Map(named(this.reader.workers(), this.threadNames).map((row) => [row.worker, row]));
    return this.#workers;
  }

  /** Every thread, called what the program calls it where that was traced. */
  threads(): readonly ThreadRow[] {
    if (this.wasRecording) this.#threads = null;
    this.#threads ??= named(this.reader.threads(), this.threadNames);
    return this.#threads;
  }

  /** Names of threads that are known better than by the kernel. */
  get threadNames(): ThreadNames {
    if (this.wasRecording) this.#names = null;
    this.#names ??= tracedNames(this.reader, this.tasks);
    return this.#names;
  }

  /** The number of the row of the thread that a pid and a tid mean; −1: none. Of several that followed each other, the first. */
  get threadRows(): ThreadRows {
    if (this.wasRecording) this.#threadRows = null;
    this.#threadRows ??= new Map(
      this.reader
        .threads()
        .toReversed()
        .map(({ thread, pid, tid }) => [threadKey(pid, tid), thread]),
    );
    const rows = this.#threadRows;
    return (pid, tid) => rows.get(threadKey(pid, tid)) ?? -1;
  }

  /** Names and errors that were traced, by number. */
  get texts(): ReadonlyMap<number, string> {
    if (this.wasRecording) this.#texts = null;
    this.#texts ??= new Map(this.reader.details('names').map(({ number, text }) => [number, text]));
    return this.#texts;
  }

  /** What is known of a thread; its name is what the program calls it, where that was traced. */
  threadOf(pid: number, tid: number): ThreadOfTask {
    const thread = this.threadRows(pid, tid);
    const row = this.threads().find((one) => one.thread === thread);
    return {
      pid,
      tid,
      name: this.threadNames.get(threadKey(pid, tid)) ?? row?.name ?? '',
      thread: thread === -1 ? null : thread,
    };
  }

  close(): void {
    this.reader.close();
    this.#tasks = null;
    this.#slices = null;
    this.#output = null;
  }
}

/** The rows, with the names that are known better. */
const named = <R extends ThreadRow | WorkerRow>(rows: readonly R[], names: ThreadNames): readonly R[] =>
  names.size === 0
    ? rows
    : rows.map((row) => ({ ...row, name: names.get(threadKey(row.pid, row.tid)) ?? row.name }));
