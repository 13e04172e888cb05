import { join } from 'node:path';
import type { TasksSoFar } from '../../../shared/jobs.ts';
import { CpuSamples } from './cpu-samples.ts';
import type { SlotVisitor, TraceHeader } from './slot-file.ts';
import { originAt, type ClockOrigin } from './slots.ts';
import { TaskRows, type TraceSink } from './task-rows.ts';
import { TraceFolder, type TraceFiles } from './trace-folder.ts';
import { TraceJoin, type Moment } from './trace-join.ts';
import { TracedFile } from './traced-file.ts';

/** Steps of one process that are held in memory for tasks that have not settled. The others wait in its file. */
const mostHeldSteps = 500_000;

/** What settled was all written down by then: fields that follow the state within a moment, and other processes' records. */
const settlingNs = 200e6;

/** Reads the trace of a run while it grows, and writes what settles into the session. */
export class TraceReading {
  readonly #originNs: bigint;
  readonly #origin: ClockOrigin;
  readonly #folder: TraceFolder;
  readonly #rows: TaskRows;
  readonly #join: TraceJoin;
  readonly #samples: CpuSamples;
  readonly #known = new Map<string, TracedFile>();
  #taken = 0;

  constructor(folder: string, originNs: bigint, sink: TraceSink) {
    this.#originNs = originNs;
    this.#origin = originAt(originNs);
    this.#folder = new TraceFolder(folder, this.#origin);
    this.#rows = new TaskRows(sink, join(folder, 'waiting-rows'));
    this.#join = new TraceJoin(this.#rows, this.#origin);
    this.#samples = new CpuSamples(folder, originNs, this.#origin, sink);
  }

  get soFar(): TasksSoFar {
    return { total: this.#rows.count, byApi: this.#rows.counts() };
  }

  /** What the processes and threads that wrote something say of themselves. */
  get programs(): readonly TraceHeader[] {
    return [...this.#known.values()].flatMap(({ files }) => files.slots.header ?? []);
  }

  /** Reads on while the program runs, until about so many rows were handed on: whoever takes them can be waited for before the next look. */
  look(mostRows = Infinity): void {
    const last = this.#rows.handedOn + mostRows;
    const hasRoom = (): boolean => this.#rows.handedOn < last;
    const settledBefore = Number(process.hrtime.bigint() - this.#originNs) - settlingNs;
    for (const file of this.#open()) {
      // Steps before their tasks: what has settled by then has all of its steps.
      for (const _ of this.#steps(file, false)) if (!hasRoom()) break;
      // The next look begins here, as what comes before has been read.
      if (!hasRoom()) break;
      file.files.slots.look(this.#visitor(file, { settledBefore, stage: 'running' }), hasRoom);
      if (file.files.slots.header !== null) file.tellProgram();
    }
    for (const _ of this.#samples.look(this.#folder.files()));
    this.#rows.flush();
  }

  /** Nothing of the program is left: reads the rest, and settles what has not. Block by block,
   * so that whoever takes the rows can be waited for. */
  *finish(): Iterable<void> {
    for (const stage of ['runs', 'tasks'] as const) {
      for (const file of this.#open()) {
        yield* this.#steps(file, true);
        yield* file.files.slots.lookAtAll(this.#visitor(file, { settledBefore: Infinity, stage }));
        if (file.files.slots.header !== null) file.tellProgram();
      }
    }
    // Those that were not held in memory: now all tasks are known.
    for (const file of this.#known.values()) yield* this.#steps(file, true);
    yield* this.#samples.look(this.#folder.files());
    yield* this.#join.finish();
  }

  /** What is missing of it when all was read, as sentences. */
  warnings(): readonly string[] {
    return this.#samples.warnings();
  }

  /** Rows handed on since the last call. */
  takeHandedOn(): number {
    const before = this.#taken;
    this.#taken = this.#rows.handedOn + this.#samples.handedOn;
    return this.#taken - before;
  }

  /** Processes and threads of which there may be more to read. */
  #open(): readonly TracedFile[] {
    return this.#folder
      .files()
      .filter(({ slots }) => !slots.isOver)
      .map((files) => this.#fileOf(files));
  }

  #visitor(file: TracedFile, moment: Moment): SlotVisitor {
    return (slots, index, number) => this.#join.see({ file, slots, index, number }, moment);
  }

  #steps(file: TracedFile, isLast: boolean): Iterable<void> {
    return file.files.steps.look(
      (record, start, end) => {
        const task = file.taskAfter(record);
        if (task === 0) return file.held.add(record, start, end);
        const tid = file.loopOf(record);
        if (tid !== null) this.#rows.addStep(task - 1, file.ownPid, tid, start, end);
      },
      () => file.held.held < mostHeldSteps,
      isLast,
    );
  }

  #fileOf(files: TraceFiles): TracedFile {
    const known = this.#known.get(files.name);
    if (known !== undefined) return known;
    const file = new TracedFile(files, this.#rows.details);
    this.#known.set(files.name, file);
    return file;
  }
}
