import { outcomeCode, type ProcessRow } from '../../../../../shared/session.ts';
import { slotFlags } from '../../../../../shared/trace-format.ts';
import type { JoinedTask } from './joined-tasks.ts';
import type { SubmitTally } from './submit-tally.ts';

const lost = outcomeCode('lost');
/** A pool that is terminated ends all of its workers at once, with what they run: nobody died of it. */
const beforeOthersNs = 100e6;
/** Of each pool: each of them is a process that died. */
const mostTasks = 1_000;

/** A task that another process began, and of whose end nobody knows. */
export const isUnfinishedElsewhere = ({ outcome, flags, workerPid, submitPid }: JoinedTask): boolean =>
  outcome === lost && (flags & slotFlags.workerDied) === 0 && workerPid !== 0 && workerPid !== submitPid;

/** Finds the workers of process pools that died while their pool went on, where the pool itself does not notice. */
export class UntoldDeaths {
  readonly #processes: ReadonlyMap<number, ProcessRow>;
  readonly #byPool = new Map<number, { readonly task: JoinedTask; readonly submits: SubmitTally }[]>();

  constructor(processes: ReadonlyMap<number, ProcessRow>) {
    this.#processes = processes;
  }

  add(pool: number, task: JoinedTask, submits: SubmitTally): void {
    const tasks = this.#byPool.get(pool) ?? [];
    this.#byPool.set(pool, tasks);
    if (tasks.length < mostTasks) tasks.push({ task, submits });
  }

  /** Counts them as lost where they were submitted. `pidsOf`: the processes of a pool's workers. */
  tell(pidsOf: (pool: number) => readonly number[], nameOf: (name: number) => string | null): void {
    for (const [pool, tasks] of this.#byPool) {
      const lastEnd = pidsOf(pool).reduce((last, pid) => Math.max(last, this.#endOf(pid)), -Infinity);
      for (const { task, submits } of tasks) {
        if (lastEnd - this.#endOf(task.workerPid) >= beforeOthersNs) submits.lose(task, nameOf);
      }
    }
  }

  /** One that is not known to have ended lives on. */
  #endOf(pid: number): number {
    return this.#processes.get(pid)?.end ?? Infinity;
  }
}
