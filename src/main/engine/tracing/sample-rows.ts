import type { DetailRows } from '../../../shared/session.ts';
import { RowBuffer } from './row-buffer.ts';
import type { TraceSink } from './task-rows.ts';

type Frame = DetailRows['frames'];
type Stack = DetailRows['stacks'];

/** Stacks beyond these end at their last known caller: a recursion that is another each time would fill the memory of whoever shows it. */
const mostStacks = 500_000;

/** Writes CPU samples down as rows of a session: each frame and each stack once, whichever program was in it. */
export class SampleRows {
  readonly #sink: TraceSink;
  readonly #samples: RowBuffer<'samples'>;
  readonly #frames = new Map<string, number>();
  /** By the caller's number, that of the frame, to that of the stack. */
  readonly #stacks = new Map<number, Map<number, number>>();
  #stackCount = 0;
  #freshFrames: Frame[] = [];
  #freshStacks: Stack[] = [];
  /** Rows that went into the session so far. */
  handedOn = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#samples = new RowBuffer('samples', (batch) => {
      this.#flushDetails();
      this.handedOn += batch.time.length;
      sink.append('samples', batch);
    });
  }

  frame(frame: Omit<Frame, 'number'>): number {
    const key = `${frame.language} ${frame.line} ${frame.file} ${frame.name}`;
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const number = this.#frames.size + 1;
    this.#frames.set(key, number);
    this.#freshFrames.push({ number, ...frame });
    return number;
  }

  /** The stack of `frame` called from the stack `caller`; 0: from none. */
  stack(frame: number, caller: number): number {
    let called = this.#stacks.get(caller);
    if (called === undefined) this.#stacks.set(caller, (called = new Map<number, number>()));
    const known = called.get(frame);
    if (known !== undefined) return known;
    if (this.#stackCount === mostStacks) return caller;
    this.#stackCount += 1;
    called.set(frame, this.#stackCount);
    this.#freshStacks.push({ number: this.#stackCount, frame, caller: caller === 0 ? null : caller });
    return this.#stackCount;
  }

  add(time: number, pid: number, tid: number, stack: number, weightNs: number): void {
    const row = this.#samples.next();
    const { columns } = this.#samples;
    columns.time[row] = time;
    columns.pid[row] = pid;
    columns.tid[row] = tid;
    columns.stack[row] = stack;
    columns.weight_ns[row] = weightNs;
  }

  flush(): void {
    this.#samples.flush();
    this.#flushDetails();
  }

  /** Before the rows that refer to them. */
  #flushDetails(): void {
    if (this.#freshFrames.length > 0) this.#sink.addDetails('frames', this.#freshFrames);
    if (this.#freshStacks.length > 0) this.#sink.addDetails('stacks', this.#freshStacks);
    this.#freshFrames = [];
    this.#freshStacks = [];
  }
}
