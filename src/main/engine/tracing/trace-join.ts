import type { Outcome } from '../../../shared/session.ts';
import {
  slotFlags,
  slotKinds,
  slotOffsets as offsets,
  spanKinds,
  taskStates,
  type TaskState,
  type TracedApi,
} from '../../../shared/trace-format.ts';
import { itemsOf, type Step } from './chunk-items.ts';
import { SettledRuns, type Side } from './settled-runs.ts';
import type { ClockOrigin } from './slots.ts';
import type { SettledTask, TaskRows } from './task-rows.ts';
import { apiOf, type TracedFile } from './traced-file.ts';

/** How long a submitter's record waits for what a worker has to say of the task, once it has settled. */
const runAwaitedNs = 2e9;

/** States from this one on are final. */
const firstFinal = taskStates.indexOf('ok');

/** How a record is looked at. */
export interface Moment {
  /** What ended before that has been written down by whoever saw it, later fields and all. */
  readonly settledBefore: number;
  /**
   * `running`: the program may go on. `runs`, then `tasks`: it has ended, so that all records are as they will be; those of workers
   * come first, as tasks are joined with them.
   */
  readonly stage: 'running' | 'runs' | 'tasks';
}

type TaskSide = Side<TracedFile>;

/**
 * Makes one task of what submitters and workers recorded of it. Who ran a task in another process, or in another thread of Node, tells of it in
 * a record of its own, which has the same pool and key.
 *
 * A task that nobody saw the end of is `lost` if it had started, or if the process that submitted it was killed. One that was still queued when its
 * process ended in an orderly way is `cancelled`.
 */
export class TraceJoin {
  readonly #rows: TaskRows;
  readonly #origin: ClockOrigin;
  readonly #runs = new SettledRuns<TracedFile>(({ files }, bytes, first) =>
    files.slots.readRecords(bytes, first),
  );
  #chunks = 0;

  constructor(rows: TaskRows, origin: ClockOrigin) {
    this.#rows = rows;
    this.#origin = origin;
  }

  /** Takes a record that has not settled so far; gives whether it has now. */
  see(side: TaskSide, moment: Moment): boolean {
    switch (side.slots.byte(side.index, offsets.kind)) {
      case slotKinds.task:
        return this.#seeTask(side, moment);
      case slotKinds.run:
        return this.#seeRun(side, moment);
      case slotKinds.worker:
        return this.#seeWorker(side);
      case slotKinds.span:
        return this.#seeSpan(side, moment);
      case slotKinds.loop:
        return this.#seeLoop(side);
      default:
        // Of a later version, or damaged.
        return true;
    }
  }

  /** What workers ran and no submitter told of are tasks, too. */
  *finish(): Iterable<void> {
    for (const run of this.#runs.rest()) {
      this.#settle(null, run);
      yield;
    }
    yield* this.#rows.finish();
  }

  #seeTask(side: TaskSide, { settledBefore, stage }: Moment): boolean {
    const { slots, index, file } = side;
    if (stage === 'runs') return false;
    if (stage === 'running' && !this.#isWrittenDown(side, settledBefore)) return false;
    const api = apiOf(slots, index);
    if (api === null) return true;
    const scope = file.claimPool(slots, index, api)?.scope ?? '';
    const key = slots.long(index, offsets.key);
    if (stage === 'running' && key !== 0 && !this.#runs.has(scope, key)) {
      if (this.#mayRunElsewhere(side, settledBefore)) return false;
    }
    this.#settle(side, key === 0 ? null : this.#runs.take(scope, key));
    return true;
  }

  /** Its state is final, and has been for a moment. */
  #isWrittenDown(side: TaskSide, settledBefore: number): boolean {
    if (side.slots.byte(side.index, offsets.state) < firstFinal) return false;
    return !(this.#lastTime(side) >= settledBefore);
  }

  /** Its worker may have something to say of it that was not read yet. One that was killed says no more than that it had begun, which is read last. */
  #mayRunElsewhere(side: TaskSide, settledBefore: number): boolean {
    const state = stateOf(side);
    if (state === 'lost' || hasFlag(side, slotFlags.workerDied)) return true;
    const last = this.#lastTime(side);
    return Number.isNaN(last) ? state !== 'cancelled' : last > settledBefore - runAwaitedNs;
  }

  /** The latest that is known of its end; NaN: nothing is. */
  #lastTime(side: TaskSide): number {
    const end = this.#time(side, offsets.end);
    const result = this.#time(side, offsets.result);
    return end > result || Number.isNaN(result) ? end : result;
  }

  #seeRun(side: TaskSide, { stage }: Moment): boolean {
    const { slots, index, file } = side;
    const isFinal = slots.byte(index, offsets.state) >= firstFinal;
    if (stage === 'running' && !isFinal) return false;
    const api = apiOf(slots, index);
    if (api === null) return true;
    this.#runs.add(file.pool(slots, index, api)?.scope ?? '', slots.long(index, offsets.key), side);
    return true;
  }

  /** Gives false while it works: then it is told of again, which changes nothing. */
  #seeWorker(side: TaskSide): boolean {
    const { slots, index, file } = side;
    const api = apiOf(slots, index);
    if (api === null) return true;
    // Node tells of a worker before its thread is known.
    if (slots.word(index, offsets.workerTid) !== 0) {
      const { pid, tid } = workerOf(side);
      const name = file.nameText(slots, index);
      this.#rows.addPoolWorker(api, file.pool(slots, index, api), { pid, tid, name });
    }
    return !Number.isNaN(this.#time(side, offsets.end));
  }

  #seeSpan(side: TaskSide, { stage }: Moment): boolean {
    const { slots, index, file } = side;
    const kind = slots.byte(index, offsets.api);
    const start = this.#time(side, offsets.start);
    const end = this.#time(side, offsets.end);
    const isMoment = spanKinds[kind] === 'mark' || spanKinds[kind] === 'uncaught';
    if (stage === 'running' && Number.isNaN(end) && !isMoment) return false;
    if (spanKinds[kind] === undefined) return true;
    const { pid, tid } = workerOf(side);
    this.#rows.addSpan(kind, file.name(slots, index), pid, tid, start, isMoment ? start : end);
    return true;
  }

  #seeLoop(side: TaskSide): boolean {
    const end = this.#time(side, offsets.end);
    if (Number.isNaN(end)) return false;
    const { slots, index } = side;
    this.#rows.addLoop({
      ...workerOf(side),
      start: this.#time(side, offsets.start),
      end,
      activeNs: slots.long(index, offsets.cpu),
      longestDelayNs: slots.float(index, offsets.longest),
    });
    return true;
  }

  /** At least one side is there. Of what both tell, the worker knows better when it ran, and the submitter how it ended. */
  #settle(task: TaskSide | null, run: TaskSide | null): void {
    const submitter = task ?? run;
    const runner = run ?? task;
    if (submitter === null || runner === null) return;
    const api = apiOf(submitter.slots, submitter.index);
    if (api === null) return;
    const items =
      api === 'worker_threads.Worker' ? 1 : Math.max(wordOf(task, offsets.items), wordOf(run, offsets.items));
    const whole = this.#whole(api, task, run, submitter, runner);
    if (items <= 1) {
      const number = this.#rows.add(whole);
      this.#number(task, run, number);
      this.#addSteps(runner, number, whole);
      return;
    }
    this.#chunks += 1;
    const steps: Step[] = [];
    runner.file.held.take(runner.number, (start, end) => steps.push({ start, end }));
    let first: number | null = null;
    for (const item of itemsOf(whole, items, steps, this.#chunks)) {
      const number = this.#rows.add(item);
      first ??= number;
    }
    if (first !== null) this.#number(task, run, first);
  }

  #whole(
    api: TracedApi,
    task: TaskSide | null,
    run: TaskSide | null,
    submitter: TaskSide,
    runner: TaskSide,
  ): SettledTask {
    const { slots, index, file } = submitter;
    const start = this.#time(runner, offsets.start);
    const isStarted = !Number.isNaN(start);
    const end = isStarted ? this.#time(runner, offsets.end) : Number.NaN;
    const outcome = outcomeOf(task, run);
    const worker = workerOf(runner);
    const ownName = ranAlone.has(api) ? file.nameText(slots, index) : '';
    return {
      api,
      pool: file.pool(slots, index, api),
      site: file.site(slots, index, api, run),
      name: file.name(slots, index),
      outcome,
      error: outcome === 'ok' ? '' : errorOf(submitter, run) || unsaid(outcome, isStarted),
      submit: task === null ? Number.NaN : this.#time(task, offsets.submit),
      start,
      // The end of what was lost is what the other side noticed, if anything.
      end: outcome === 'lost' ? Number.NaN : end,
      result: task === null ? Number.NaN : this.#time(task, offsets.result),
      submitFile: file,
      submitTid: slots.word(index, offsets.submitTid),
      parent: task === null ? 0 : slots.word(index, offsets.parent),
      worker: isStarted ? { ...worker, name: ownName || threadName(worker) } : null,
      chunk: 0,
      flags: slots.byte(index, offsets.flags) | (run?.slots.byte(run.index, offsets.flags) ?? 0),
      cpuNs: known(longOf(run, offsets.cpu) || longOf(task, offsets.cpu)),
      argumentBytes: known(longOf(task, offsets.argumentBytes) || longOf(run, offsets.argumentBytes)),
      resultBytes: known(longOf(run, offsets.resultBytes) || longOf(task, offsets.resultBytes)),
      // Pickled on one side, unpickled on the other.
      argumentNs: known(floatOf(task, offsets.argumentNs) + floatOf(run, offsets.argumentNs)),
      resultNs: known(floatOf(task, offsets.resultNs) + floatOf(run, offsets.resultNs)),
      steps: api === 'asyncio.Task' ? wordOf(task, offsets.steps) : 0,
      longestNs: api === 'asyncio.Task' ? known(floatOf(task, offsets.longest)) : Number.NaN,
    };
  }

  #number(task: TaskSide | null, run: TaskSide | null, number: number): void {
    const loop = task !== null && isCoroutine(task) ? workerOf(task).tid : null;
    task?.file.setTask(task.number, number, loop);
    run?.file.setTask(run.number, number, null);
  }

  #addSteps(runner: TaskSide, number: number, { api, worker }: SettledTask): void {
    const { held } = runner.file;
    held.take(runner.number, (start, end) => {
      if (api === 'asyncio.Task' && worker !== null) {
        this.#rows.addStep(number, worker.pid, worker.tid, start, end);
      }
    });
  }

  #time({ slots, index }: TaskSide, offset: number): number {
    return slots.time(index, offset, this.#origin);
  }
}

function outcomeOf(task: TaskSide | null, run: TaskSide | null): Outcome {
  const runOutcome = finalOutcome(run);
  const own = finalOutcome(task);
  if (own === 'error' && hasFlag(task, slotFlags.workerDied) && runOutcome === null) return 'lost';
  if (own !== null) return own;
  // Whoever submitted it has ended before it heard of its end.
  if (runOutcome !== null) return runOutcome;
  return isRunning(task) || isRunning(run) || !isOrderly(task) ? 'lost' : 'cancelled';
}

/** Null: it has no final state. */
function finalOutcome(side: TaskSide | null): Outcome | null {
  const state = stateOf(side);
  return state === null || state === 'submitted' || state === 'running' ? null : state;
}

const isCoroutine = ({ slots, index }: TaskSide): boolean => apiOf(slots, index) === 'asyncio.Task';

const stateOf = (side: TaskSide | null): TaskState | null =>
  side === null ? null : (taskStates[side.slots.byte(side.index, offsets.state)] ?? null);

const isRunning = (side: TaskSide | null): boolean => stateOf(side) === 'running';

/** The process ended by itself. */
const isOrderly = (side: TaskSide | null): boolean => side !== null && !Number.isNaN(side.file.header.endNs);

const hasFlag = (side: TaskSide | null, flag: number): boolean =>
  side !== null && (side.slots.byte(side.index, offsets.flags) & flag) !== 0;

const errorOf = (submitter: TaskSide, run: TaskSide | null): string =>
  submitter.file.error(submitter.slots, submitter.index) || (run?.file.error(run.slots, run.index) ?? '');

/** What to say of a task that nobody could say anything of. */
function unsaid(outcome: Outcome, isStarted: boolean): string {
  if (outcome !== 'lost') return '';
  return isStarted ? 'Its process ended while it ran' : 'Its process was killed before it started';
}

/** APIs that start a thread or a process for one task, whose name is then the thread's. */
const ranAlone: ReadonlySet<TracedApi> = new Set<TracedApi>([
  'threading.Thread',
  'multiprocessing.Process',
  'worker_threads.Worker',
]);

const threadName = ({ pid, tid }: { readonly pid: number; readonly tid: number }): string =>
  tid === pid ? 'main thread' : `thread ${tid}`;

function workerOf({ slots, index, file }: TaskSide): { readonly pid: number; readonly tid: number } {
  const pid = slots.word(index, offsets.workerPid) || file.ownPid;
  const tid = slots.word(index, offsets.workerTid);
  if (tid !== 0) return { pid, tid };
  return { pid, tid: pid === file.ownPid ? (file.header.tid ?? 0) : pid };
}

const wordOf = (side: TaskSide | null, offset: number): number =>
  side === null ? 0 : side.slots.word(side.index, offset);
const longOf = (side: TaskSide | null, offset: number): number =>
  side === null ? 0 : side.slots.long(side.index, offset);
const floatOf = (side: TaskSide | null, offset: number): number =>
  side === null ? 0 : side.slots.float(side.index, offset);

/** 0 stands for what is not known. */
const known = (value: number): number => (value === 0 ? Number.NaN : value);
