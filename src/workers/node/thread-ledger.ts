/**
 * What pooled threads write down about each call, in memory shared with the runner: no message is
 * spent on it, and what a thread noted outlives the thread. One row per slot. The runner notes the call's index
 * here, too: a bare number crosses to a thread for half the price of an array of three.
 */
export class ThreadLedger {
  readonly memory: SharedArrayBuffer;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly resultBytes: Float64Array;
  /** worker_threads' id of the thread that took the call; 0: none yet. */
  readonly thread: Uint32Array;
  /** Index of the task. */
  readonly index: Uint32Array;

  constructor(memory: SharedArrayBuffer) {
    const slots = memory.byteLength / ThreadLedger.#bytesPerSlot;
    this.memory = memory;
    this.start = new Float64Array(memory, 0, slots);
    this.end = new Float64Array(memory, slots * 8, slots);
    this.resultBytes = new Float64Array(memory, slots * 16, slots);
    this.thread = new Uint32Array(memory, slots * 24, slots);
    this.index = new Uint32Array(memory, slots * 28, slots);
  }

  static readonly #bytesPerSlot = 32;

  static withSlots(slots: number): ThreadLedger {
    return new ThreadLedger(new SharedArrayBuffer(slots * ThreadLedger.#bytesPerSlot));
  }

  /** Makes the slot ready for a call. */
  open(slot: number, index: number): void {
    this.index[slot] = index;
    this.start[slot] = Number.NaN;
    this.end[slot] = Number.NaN;
    this.resultBytes[slot] = Number.NaN;
    this.thread[slot] = 0;
  }

  startOf(slot: number): number {
    return this.start[slot] ?? Number.NaN;
  }

  endOf(slot: number): number {
    return this.end[slot] ?? Number.NaN;
  }
}
