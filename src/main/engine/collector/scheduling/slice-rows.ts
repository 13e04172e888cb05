import type { StreamBatch } from '../../../../shared/session.ts';

/** Slices are handed over in portions of so many, at most: each takes its reader some milliseconds. */
const portionRows = 16_384;

/** Slices on their way to the session, in columns: there may be hundreds of thousands a second. */
export class SliceRows {
  #length = 0;
  #rows = emptyBatch(portionRows);
  #full: StreamBatch<'slices'>[] = [];

  /**
   * One stay on a core that has ended. `readyNs` NaN: not known. `ended`: the code of a SliceEnd. `thread`, `by`, `waker`: numbers
   * of rows; the last two plus one, 0: not known, or nobody.
   */
  push(
    readyNs: number,
    startNs: number,
    endNs: number,
    core: number,
    thread: number,
    ended: number,
    by: number,
    waker: number,
  ): void {
    if (this.#length === portionRows) this.#begin();
    const rows = this.#rows;
    const at = this.#length++;
    rows.ready[at] = readyNs;
    rows.start[at] = startNs;
    rows.end[at] = endNs;
    rows.core[at] = core;
    rows.thread[at] = thread;
    rows.ended[at] = ended;
    rows.by[at] = by;
    rows.waker[at] = waker;
  }

  /** Hands over what came since the last call, in buffers of its own. */
  take(): readonly StreamBatch<'slices'>[] {
    const portions = this.#full;
    this.#full = [];
    if (this.#length > 0) portions.push(firstRows(this.#rows, this.#length));
    this.#length = 0;
    return portions;
  }

  #begin(): void {
    this.#full.push(this.#rows);
    this.#rows = emptyBatch(portionRows);
    this.#length = 0;
  }
}

const firstRows = (rows: StreamBatch<'slices'>, length: number): StreamBatch<'slices'> => ({
  ready: rows.ready.slice(0, length),
  start: rows.start.slice(0, length),
  end: rows.end.slice(0, length),
  core: rows.core.slice(0, length),
  thread: rows.thread.slice(0, length),
  ended: rows.ended.slice(0, length),
  by: rows.by.slice(0, length),
  waker: rows.waker.slice(0, length),
});

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
