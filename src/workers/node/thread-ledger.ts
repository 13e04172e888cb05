/**
 * What pooled threads write down about each call, in memory shared with the runner: no message is
 * spent on it, and what a thread noted outlives the thread. One row per slot.
 */
export class ThreadLedger {
  readonly memory: SharedArrayBuffer;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly resultBytes: Float64Array;
  /** worker_threads' id of the thread that took the call; 0: none yet. */
  readonly thread: Uint32Array;

  constructor(memory: SharedArrayBuffer) {
    const slots = memory.byteLength / ThreadLedger.#bytesPerSlot;
    this.memory = memory;
    this.start = new Float64Array(memory, 0, slots);
    this.end = new Float64Array(memory, slots * 8, slots);
    this.resultBytes = new Float64Array(memory, slots * 16, slots);
    this.thread = new Uint32Array(memory, slots * 24, slots);
  }

  static readonly #bytesPerSlot = 28;

  static withSlots(slots: number): ThreadLedger {
    const even = slots + (slots % 2);
    return new ThreadLedger(new SharedArrayBuffer(even * ThreadLedger.#bytesPerSlot));
  }

  /** Makes the slot ready for its next call. */
  clear(slot: number): void {
    this.start[slot] = Number.NaN;
    this.end[slot] = Number.NaN;
    this.resultBytes[slot] = Number.NaN;
    this.thread[slot] = 0;
  }

  row(slot: number): { start: number; end: number; resultBytes: number; thread: number } {
    return {
      start: this.start[slot] ?? Number.NaN,
      end: this.end[slot] ?? Number.NaN,
      resultBytes: this.resultBytes[slot] ?? Number.NaN,
      thread: this.thread[slot] ?? 0,
    };
  }
}
