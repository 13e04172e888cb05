import type { ThreadRow } from '../../../../shared/session.ts';
import type { ScheduledThread } from './scheduled-thread.ts';

/** The threads of a session, on their way to its file: given again when they were renamed. */
export class ThreadRoll {
  readonly #unwritten = new Set<ScheduledThread>();
  /** Rows of threads outside of the workload, which are the same in every trial. */
  readonly #others = new Map<string, number>();
  #threads = 0;

  rowOf(pid: number, tid: number, workload: boolean): number {
    if (workload) return this.#threads++;
    const key = `${pid} ${tid}`;
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    this.#others.set(key, this.#threads);
    return this.#threads++;
  }

  changed(thread: ScheduledThread): void {
    this.#unwritten.add(thread);
  }

  /** Its number may come back as another thread. */
  ended({ pid, tid, workload }: ScheduledThread): void {
    if (!workload) this.#others.delete(`${pid} ${tid}`);
  }

  /** The rows that are new or have changed since the last call. */
  take(): readonly ThreadRow[] {
    const rows = [...this.#unwritten].map(({ row, pid, tid, name, workload }) => ({
      thread: row,
      pid,
      tid,
      name,
      workload,
    }));
    this.#unwritten.clear();
    return rows;
  }
}
