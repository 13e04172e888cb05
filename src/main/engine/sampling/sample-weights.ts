import type { DetailRows, RowQuery, SessionReader, StreamBatch } from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { PairTable } from '../store/pair-table.ts';
import { OnCoreTime } from './on-core-time.ts';

/** A CPU sample. Its weight is CPU time, unless `wall`: then it is the wall time until its thread was looked at again. */
export interface WeightedSample {
  readonly time: number;
  readonly pid: number;
  readonly tid: number;
  readonly stack: number;
  readonly weightNs: number;
  readonly wall: boolean;
}

type Visit = (sample: WeightedSample) => void;
type Samples = StreamBatch<'samples'>;

/** Samples that wait for the slices of their time at once. */
const mostRows = 250_000;

/**
 * Weighs CPU samples. Those of Python carry CPU time. Those of Node carry the wall time from their moment on, of which only what their
 * thread was on a core counts, by the slices of it: V8 looks at threads that sleep as often as at those that compute. A thread of which no
 * slice was recorded keeps its wall time.
 */
export class SampleWeights {
  readonly #reader: SessionReader;
  readonly #isOfNode: Uint8Array;
  /** By pid and tid: the number of a thread. The system gives both again later, to another one that is taken for the same. */
  readonly #threads = new PairTable();
  /** By the number of a thread's row: that of the thread. */
  readonly #threadOf: Int32Array;
  /** By the number of a thread: whether it has slices; null: not looked at yet. */
  #recorded: Uint8Array | null = null;

  constructor(
    reader: SessionReader,
    stacks: readonly DetailRows['stacks'][],
    frames: readonly DetailRows['frames'][],
  ) {
    this.#reader = reader;
    const ofNode = new Set(frames.flatMap(({ number, language }) => (language === 'node' ? [number] : [])));
    this.#isOfNode = new Uint8Array(sizeFor(stacks, ({ number }) => number));
    for (const { number, frame } of stacks) if (ofNode.has(frame)) this.#isOfNode[number] = 1;
    const rows = reader.threads();
    this.#threadOf = new Int32Array(sizeFor(rows, ({ thread }) => thread)).fill(none);
    for (const { thread, pid, tid } of rows) {
      if (Number.isNaN(this.#threads.get(pid, tid))) this.#threads.set(pid, tid, this.#threads.size);
      this.#threadOf[thread] = this.#threads.get(pid, tid);
    }
  }

  /** Tells of each sample in a range of time, in order of arrival; of those whose thread was on no core meanwhile it does not. */
  each(range: RowQuery, visit: Visit, advance: (rows: number) => void = () => undefined): void {
    let held: Samples[] = [];
    let rows = 0;
    const release = (): void => {
      this.#weigh(held, visit);
      held = [];
      rows = 0;
    };
    for (const batch of this.#reader.batches('samples', range)) {
      held.push(batch);
      rows += batch.time.length;
      advance(batch.time.length);
      if (rows >= mostRows) release();
    }
    release();
  }

  #weigh(batches: readonly Samples[], visit: Visit): void {
    const slots = this.#threadsOfNode(batches);
    const onCore = this.#onCoreTime(batches, slots);
    let window = 0;
    for (const { time, pid, tid, stack, weight_ns: weight } of batches) {
      for (let row = 0; row < time.length; row += 1, window += 1) {
        const slot = slots[window] ?? none;
        const isCut = slot !== none && (onCore?.seen[slot] === 1 || this.#isRecorded(slot));
        const weightNs = isCut ? (onCore?.sums[window] ?? 0) : (weight[row] ?? 0);
        if (isCut && weightNs === 0) continue;
        visit({
          time: time[row] ?? Number.NaN,
          pid: pid[row] ?? 0,
          tid: tid[row] ?? 0,
          stack: stack[row] ?? 0,
          weightNs,
          wall: !isCut && this.#isOfNode[stack[row] ?? 0] === 1,
        });
      }
    }
  }

  /** By sample: the number of its thread where that is Node's and known, else none. */
  #threadsOfNode(batches: readonly Samples[]): Int32Array {
    const slots = new Int32Array(batches.reduce((sum, { time }) => sum + time.length, 0)).fill(none);
    let window = 0;
    for (const { pid, tid, stack } of batches) {
      for (let row = 0; row < stack.length; row += 1, window += 1) {
        if (this.#isOfNode[stack[row] ?? 0] !== 1) continue;
        const thread = this.#threads.get(pid[row] ?? 0, tid[row] ?? 0);
        if (!Number.isNaN(thread)) slots[window] = thread;
      }
    }
    return slots;
  }

  /** Null: none of them is to be cut. */
  #onCoreTime(batches: readonly Samples[], slots: Int32Array): OnCoreTime | null {
    if (slots.every((slot) => slot === none)) return null;
    const starts = new Float64Array(slots.length);
    const ends = new Float64Array(slots.length);
    let from = Infinity;
    let to = -Infinity;
    let window = 0;
    for (const { time, weight_ns: weight } of batches) {
      for (let row = 0; row < time.length; row += 1, window += 1) {
        const start = time[row] ?? Number.NaN;
        starts[window] = start;
        ends[window] = start + (weight[row] ?? 0);
        from = Math.min(from, start);
        to = Math.max(to, start + (weight[row] ?? 0));
      }
    }
    const onCore = new OnCoreTime(slots, starts, ends);
    for (const slices of this.#reader.columnBatches('slices', {
      columns: ['thread', 'start', 'end'],
      from: asNanoseconds(from),
      to: asNanoseconds(to),
    })) {
      onCore.add(slices, this.#threadOf);
    }
    return onCore;
  }

  /** Whether slices of the thread were recorded at all: one that has none for a while slept. */
  #isRecorded(thread: number): boolean {
    if (this.#recorded === null) {
      const recorded = new Uint8Array(this.#threads.size);
      for (const { thread: rows } of this.#reader.columnBatches('slices', {
        columns: ['thread'],
        anyOrder: true,
      })) {
        for (const row of rows) {
          const slot = this.#threadOf[row] ?? none;
          if (slot !== none) recorded[slot] = 1;
        }
      }
      this.#recorded = recorded;
    }
    return this.#recorded[thread] === 1;
  }
}

/** No thread. */
const none = -1;

const sizeFor = <T>(rows: readonly T[], number: (row: T) => number): number =>
  rows.reduce((size, row) => Math.max(size, number(row) + 1), 0);
