import type { ApiTasksSoFar, TasksSoFar } from '../../../shared/jobs.ts';
import type { FailureRow, Outcome, StreamBatch, StreamName } from '../../../shared/session.ts';
import { outcomeCode } from '../../../shared/session.ts';
import type { TracedApi } from '../../../shared/trace-format.ts';
import { RowBuffer } from './row-buffer.ts';
import { TaskLanes } from './task-lanes.ts';
import type { DetailSink } from './trace-details.ts';
import { TraceDetails } from './trace-details.ts';
import type { KnownPool, TracedFile } from './traced-file.ts';
import { WaitingRows } from './waiting-rows.ts';

/** Where rows of a session go: the part of a writer that tracing needs. */
export interface TraceSink extends DetailSink {
  append<N extends StreamName>(stream: N, batch: StreamBatch<N>): void;
  addFailures(rows: readonly FailureRow[]): void;
}

/** A task that has settled, put together from all who saw it. Times are NaN, sizes NaN, numbers 0 where they are not known. */
export interface SettledTask {
  readonly api: TracedApi;
  readonly pool: KnownPool | null;
  readonly site: number;
  readonly name: number;
  readonly outcome: Outcome;
  /** What it failed with; empty: nothing, or not known. */
  readonly error: string;
  readonly submit: number;
  readonly start: number;
  readonly end: number;
  readonly result: number;
  readonly submitFile: TracedFile;
  readonly submitTid: number;
  /** The number of the record of the task within which it was submitted. */
  readonly parent: number;
  /** Null: it never started. `name`: of the thread, if nobody said another before. */
  readonly worker: { readonly pid: number; readonly tid: number; readonly name: string } | null;
  readonly chunk: number;
  readonly flags: number;
  readonly cpuNs: number;
  readonly argumentBytes: number;
  readonly resultBytes: number;
  readonly argumentNs: number;
  readonly resultNs: number;
  readonly steps: number;
  readonly longestNs: number;
}

const distinctFailures = 50;

/** Writes settled tasks down as rows of a session. */
export class TaskRows {
  readonly details: TraceDetails;
  readonly #sink: TraceSink;
  readonly #tasks: RowBuffer<'tasks'>;
  readonly #traced: RowBuffer<'traced'>;
  readonly #steps: RowBuffer<'steps'>;
  readonly #spans: RowBuffer<'spans'>;
  readonly #loops: RowBuffer<'loops'>;
  readonly #waiting: WaitingRows;
  readonly #lanes: TaskLanes;
  readonly #counts = new Map<TracedApi, { -readonly [K in keyof ApiTasksSoFar]: ApiTasksSoFar[K] }>();
  readonly #failures = new Map<string, { -readonly [K in keyof FailureRow]: FailureRow[K] }>();
  /** By number, for rows that wait for their parents. */
  readonly #owners: TracedFile[] = [];
  readonly #ownerNumbers = new Map<TracedFile, number>();
  /** Rows that went into the session so far. */
  handedOn = 0;
  #count = 0;

  /** `waitingPath`: a file that rows may wait in. */
  constructor(sink: TraceSink, waitingPath: string) {
    this.#sink = sink;
    this.details = new TraceDetails(sink);
    const append =
      <N extends StreamName>(stream: N) =>
      (batch: StreamBatch<N>): void => {
        // What the rows refer to goes before them.
        this.details.flush();
        for (const column of Object.values<ArrayLike<number>>(batch).slice(0, 1))
          this.handedOn += column.length;
        sink.append(stream, batch);
      };
    this.#tasks = new RowBuffer('tasks', append('tasks'));
    this.#traced = new RowBuffer('traced', append('traced'));
    this.#steps = new RowBuffer('steps', append('steps'));
    this.#spans = new RowBuffer('spans', append('spans'));
    this.#loops = new RowBuffer('loops', append('loops'));
    this.#waiting = new WaitingRows(waitingPath, append('traced'));
    this.#lanes = new TaskLanes((row) => this.details.lane(row));
  }

  /** Tasks so far. */
  get count(): number {
    return this.#count;
  }

  counts(): TasksSoFar['byApi'] {
    return Object.fromEntries([...this.#counts].map(([api, count]) => [api, { ...count }]));
  }

  /** Gives the task's number. */
  add(task: SettledTask): number {
    const index = this.#count;
    this.#count += 1;
    this.#addTask(index, task);
    this.#addTraced(index, task);
    this.#countTask(index, task);
    return index;
  }

  #addTask(index: number, task: SettledTask): void {
    const { api, pool, start, end, worker } = task;
    const number = worker === null ? 0 : this.details.worker(worker.pid, worker.tid, worker.name);
    const lane = this.#lanes.place({
      api,
      pool: pool?.row ?? null,
      pid: worker?.pid ?? task.submitFile.ownPid,
      tid: worker?.tid ?? 0,
      workerName: worker?.name ?? '',
      start,
      end,
    });
    const row = this.#tasks.next();
    const { columns } = this.#tasks;
    columns.index[row] = index;
    columns.submit[row] = task.submit;
    columns.start[row] = start;
    columns.end[row] = end;
    columns.worker[row] = number;
    columns.lane[row] = lane;
    columns.tid[row] = worker?.tid ?? 0;
    columns.outcome[row] = outcomeCode(task.outcome);
    columns.argument_bytes[row] = task.argumentBytes;
    columns.result_bytes[row] = task.resultBytes;
  }

  #addTraced(index: number, task: SettledTask): void {
    const { parent, submitFile, worker } = task;
    const parentTask = parent === 0 ? 0 : submitFile.taskAfter(parent);
    const isWaiting = parent !== 0 && parentTask === 0;
    const row = isWaiting ? this.#waiting.next(this.#ownerNumber(submitFile)) : this.#traced.next();
    const { columns } = isWaiting ? this.#waiting : this.#traced;
    columns.task[row] = index;
    columns.site[row] = task.site;
    columns.name[row] = task.name;
    columns.error[row] = this.details.name(task.error);
    columns.parent[row] = isWaiting ? parent : parentTask;
    columns.chunk[row] = task.chunk;
    columns.flags[row] = task.flags;
    columns.submit_pid[row] = submitFile.ownPid;
    columns.submit_tid[row] = task.submitTid;
    columns.worker_pid[row] = worker?.pid ?? 0;
    columns.result[row] = task.result;
    columns.cpu_ns[row] = task.cpuNs;
    columns.argument_ns[row] = task.argumentNs;
    columns.result_ns[row] = task.resultNs;
    columns.steps[row] = task.steps;
    columns.longest_step_ns[row] = task.longestNs;
  }

  /** A worker that a pool started, whether it is ever given a task or not. */
  addPoolWorker(
    api: TracedApi,
    pool: KnownPool | null,
    { pid, tid, name }: { readonly pid: number; readonly tid: number; readonly name: string },
  ): void {
    this.details.worker(pid, tid, name);
    const row = pool?.row ?? null;
    if (row !== null) this.#lanes.reserve({ api, pool: row, pid, tid, workerName: name });
  }

  addStep(task: number, pid: number, tid: number, start: number, end: number): void {
    const row = this.#steps.next();
    const { columns } = this.#steps;
    columns.task[row] = task;
    columns.pid[row] = pid;
    columns.tid[row] = tid;
    columns.start[row] = start;
    columns.end[row] = end;
  }

  addSpan(kind: number, name: number, pid: number, tid: number, start: number, end: number): void {
    const row = this.#spans.next();
    const { columns } = this.#spans;
    columns.kind[row] = kind;
    columns.name[row] = name;
    columns.pid[row] = pid;
    columns.tid[row] = tid;
    columns.start[row] = start;
    columns.end[row] = end;
  }

  addLoop(loop: {
    readonly pid: number;
    readonly tid: number;
    readonly start: number;
    readonly end: number;
    readonly activeNs: number;
    readonly longestDelayNs: number;
  }): void {
    const row = this.#loops.next();
    const { columns } = this.#loops;
    columns.pid[row] = loop.pid;
    columns.tid[row] = loop.tid;
    columns.start[row] = loop.start;
    columns.end[row] = loop.end;
    columns.active_ns[row] = loop.activeNs;
    columns.longest_delay_ns[row] = loop.longestDelayNs;
  }

  flush(): void {
    for (const buffer of [this.#tasks, this.#traced, this.#steps, this.#spans, this.#loops]) buffer.flush();
    this.details.flush();
  }

  /** Every task has settled: what waited for one follows, and what they failed with. */
  *finish(): Iterable<void> {
    yield* this.#waiting.release((owner, record) => this.#owners[owner]?.taskAfter(record) ?? 0);
    this.flush();
    if (this.#failures.size > 0) this.#sink.addFailures([...this.#failures.values()]);
  }

  #ownerNumber(file: TracedFile): number {
    const known = this.#ownerNumbers.get(file);
    if (known !== undefined) return known;
    this.#owners.push(file);
    this.#ownerNumbers.set(file, this.#owners.length - 1);
    return this.#owners.length - 1;
  }

  #countTask(index: number, { api, outcome, error }: SettledTask): void {
    const count = this.#counts.get(api) ?? { count: 0, failed: 0 };
    this.#counts.set(api, count);
    count.count += 1;
    if (outcome === 'ok') return;
    count.failed += 1;
    if (error === '') return;
    const own = `${outcome} ${error}`;
    const key = this.#failures.has(own) || this.#failures.size < distinctFailures ? own : outcome;
    const known = this.#failures.get(key);
    if (known !== undefined) known.count += 1;
    else {
      const message = key === own ? error : 'other messages';
      this.#failures.set(key, { trial: 0, outcome, message, count: 1, first_task: index });
    }
  }
}
