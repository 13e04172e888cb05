import { outcomeCode, type DetailRows } from '../../../../../shared/session.ts';
import { slotFlags } from '../../../../../shared/trace-format.ts';
import { FlightTally } from './flight-tally.ts';
import type { JoinedTask } from './joined-tasks.ts';
import type { FlaggedTasks, SubmitEvidence, ThreadWork } from './traced-evidence.ts';

/** Tasks this short may have been worked on before they were submitted; the submitter of longer ones is not looked at. */
export const trivialTaskNs = 1e6;

const ok = outcomeCode('ok');
/** Names of more would help nobody. */
const pidsKept = 100;

class FlaggedTally implements FlaggedTasks {
  tasks = 0;
  from = Number.NaN;
  to = Number.NaN;
  error: string | null = null;
  readonly pids = new Set<number>();

  add({ submit, start, end, workerPid }: JoinedTask, error: string | null): void {
    this.tasks += 1;
    const times = [submit, start, end].filter((time) => !Number.isNaN(time));
    this.from = Math.min(...times, ...(Number.isNaN(this.from) ? [] : [this.from]));
    this.to = Math.max(...times, ...(Number.isNaN(this.to) ? [] : [this.to]));
    this.error ??= error;
    if (workerPid !== 0 && this.pids.size < pidsKept) this.pids.add(workerPid);
  }
}

/** Adds up what one thread submits at one place of the code. */
export class SubmitTally {
  readonly site: DetailRows['sites'];
  readonly submitter: { readonly pid: number; readonly tid: number };
  tasks = 0;
  runNs = 0;
  awaitedAtOnce = 0;
  firstSubmit = Number.NaN;
  lastSubmit = Number.NaN;
  readonly notCallable = new FlaggedTally();
  readonly unpicklable = new FlaggedTally();
  readonly lost = new FlaggedTally();
  readonly #flight = new FlightTally();

  constructor(site: DetailRows['sites'], { submitPid, submitTid }: JoinedTask) {
    this.site = site;
    this.submitter = { pid: submitPid, tid: submitTid };
  }

  add(task: JoinedTask, nameOf: (name: number) => string | null): void {
    const { flags, submit, start, end } = task;
    this.tasks += 1;
    if (!Number.isNaN(end - start)) this.runNs += end - start;
    if (!(this.firstSubmit <= submit)) this.firstSubmit = submit;
    if (!(this.lastSubmit >= submit)) this.lastSubmit = submit;
    this.#flight.add(submit, end, task.result);
    if ((flags & slotFlags.awaitedAtOnce) !== 0) this.awaitedAtOnce += 1;
    if ((flags & slotFlags.notCallable) !== 0) this.notCallable.add(task, nameOf(task.error));
    if ((flags & slotFlags.unpicklable) !== 0) this.unpicklable.add(task, nameOf(task.error));
    if (isLost(task)) this.lose(task, nameOf);
  }

  lose(task: JoinedTask, nameOf: (name: number) => string | null): void {
    this.lost.add(task, nameOf(task.error));
  }

  evidence(pool: DetailRows['pools'] | null, between: ThreadWork | null): SubmitEvidence {
    const { site, tasks, notCallable, unpicklable, runNs, awaitedAtOnce, firstSubmit, lastSubmit } = this;
    return {
      site,
      pool,
      tasks,
      notCallable,
      unpicklable,
      lost: this.lost,
      awaitedAtOnce,
      flight: this.#flight.evidence(),
      firstSubmit,
      lastSubmit,
      runNs,
      between,
    };
  }
}

/**
 * A task that a worker took with it when it died, or that could no longer be run then. Others that are `lost` are merely not over when the program
 * ends, and nobody died of it.
 */
const isLost = ({ flags, outcome }: JoinedTask): boolean =>
  (flags & slotFlags.workerDied) !== 0 && outcome !== ok;
