import { type SliceEnd, type StreamBatch, sliceEndCode } from '../../../../shared/session.ts';

/** One stay on a core that has ended. Threads are numbers of rows; null: not known, or nobody. */
export interface Slice {
  /** NaN: not known. */
  readonly readyNs: number;
  readonly startNs: number;
  readonly endNs: number;
  readonly core: number;
  readonly thread: number;
  readonly ended: SliceEnd;
  readonly by: number | null;
  readonly waker: number | null;
}

/** Slices on their way to the session, in columns that grow: there may be hundreds of thousands a second. */
export class SliceRows {
  #length = 0;
  #rows = emptyBatch(1024);

  get length(): number {
    return this.#length;
  }

  push(slice: Slice): void {
    if (this.#length === this.#rows.start.length) this.#grow();
    const [rows, at] = [this.#rows, this.#length++];
    rows.ready[at] = slice.readyNs;
    rows.start[at] = slice.startNs;
    rows.end[at] = slice.endNs;
    rows.core[at] = slice.core;
    rows.thread[at] = slice.thread;
    rows.ended[at] = sliceEndCode(slice.ended);
    rows.by[at] = slice.by === null ? 0 : slice.by + 1;
    rows.waker[at] = slice.waker === null ? 0 : slice.waker + 1;
  }

  /** Hands over what came since the last call, in buffers of its own. */
  take(): StreamBatch<'slices'> {
    const [rows, length] = [this.#rows, this.#length];
    this.#length = 0;
    return {
      ready: rows.ready.slice(0, length),
      start: rows.start.slice(0, length),
      end: rows.end.slice(0, length),
      core: rows.core.slice(0, length),
      thread: rows.thread.slice(0, length),
      ended: rows.ended.slice(0, length),
      by: rows.by.slice(0, length),
      waker: rows.waker.slice(0, length),
    };
  }

  #grow(): void {
    const old = this.#rows;
    const rows = emptyBatch(this.#length * 2);
    rows.ready.set(old.ready);
    rows.start.set(old.start);
    rows.end.set(old.end);
    rows.core.set(old.core);
    rows.thread.set(old.thread);
    rows.ended.set(old.ended);
    rows.by.set(old.by);
    rows.waker.set(old.waker);
    this.#rows = rows;
  }
}

const emptyBatch = (length: number): StreamBatch<'slices'> => ({
  ready: new Float64Array(length),
  start: new Float64Array(length),
  end: new Float64Array(length),
  core: new Uint16Array(length),
  thread: new Uint32Array(length),
  ended: new Uint8Array(length),
  by: new Uint32Array(length),
  waker: new Uint32Array(length),
});
