import type { StreamBatch } from '../../../shared/session.ts';

/** Where the time of a coroutine went from its first step to its last. */
export interface CoroutineSums {
  /** Within its steps: its loop's thread was on a core, was ready for one, or neither. */
  readonly runningNs: number;
  readonly runDelayNs: number;
  readonly blockedNs: number;
  /** Between its steps: its loop's thread was idle at some moment later than that, so the coroutine was waiting for something. */
  readonly awaitedNs: number;
  /**
   * Between its steps: from when its loop's thread was last idle. The coroutine was ready at some moment of it, as a loop that is idle has
   * nothing ready; at which one, nobody sees. So it waited for the loop for at most that long.
   */
  readonly loopNs: number;
}

/**
 * Works out what the loop's thread did during the steps of one coroutine and between them, in one pass over slices of that thread, which come
 * in order of time.
 */
export class CoroutineTime {
  readonly #starts: ArrayLike<number>;
  readonly #ends: ArrayLike<number>;
  /** By step: since when the loop's thread was not idle before it. */
  readonly #busySince: Float64Array;
  #at = 0;
  #runningNs = 0;
  #runDelayNs = 0;
  #lastEnd = Number.NaN;

  /** Steps in order of time, of which none overlaps another. */
  constructor(starts: ArrayLike<number>, ends: ArrayLike<number>) {
    this.#starts = starts;
    this.#ends = ends;
    this.#busySince = Float64Array.from({ length: starts.length }, (_, step) =>
      step === 0 ? (starts[0] ?? 0) : (ends[step - 1] ?? 0),
    );
  }

  /** `slotOf`: 0 for the loop's thread by the number of its row, −1, and beyond it, for others. */
  add({ thread, ready, start, end }: StreamBatch<'slices'>, slotOf: Int32Array): void {
    for (let row = 0; row < thread.length; row += 1) {
      if (slotOf[thread[row] ?? 0] !== 0) continue;
      this.#pass(ready[row] ?? Number.NaN, start[row] ?? Number.NaN, end[row] ?? Number.NaN);
    }
  }

  /** Null: no slice was added, so nothing of the thread was recorded. */
  finish(): CoroutineSums | null {
    if (Number.isNaN(this.#lastEnd)) return null;
    let stepsNs = 0;
    let awaitedNs = 0;
    let loopNs = 0;
    for (let step = 0; step < this.#busySince.length; step += 1) {
      const start = this.#starts[step] ?? 0;
      stepsNs += (this.#ends[step] ?? 0) - start;
      if (step === 0) continue;
      const busySince = this.#busySince[step] ?? 0;
      loopNs += start - busySince;
      awaitedNs += busySince - (this.#ends[step - 1] ?? 0);
    }
    const runningNs = this.#runningNs;
    const runDelayNs = this.#runDelayNs;
    return { runningNs, runDelayNs, blockedNs: stepsNs - runningNs - runDelayNs, awaitedNs, loopNs };
  }

  #pass(ready: number, began: number, end: number): void {
    // A thread is in one place at a time: what a damaged recording says twice counts once.
    const start = Number.isNaN(this.#lastEnd) ? began : Math.max(began, this.#lastEnd);
    if (!(start <= end)) return;
    const idleSince = this.#lastEnd;
    const awake = ready < start ? (idleSince > ready ? idleSince : ready) : start;
    const from = Number.isNaN(idleSince) ? awake : idleSince;
    while (this.#at < this.#starts.length && (this.#ends[this.#at] ?? 0) <= from) this.#at += 1;
    for (let step = this.#at; step < this.#starts.length; step += 1) {
      const before = this.#ends[step - 1] ?? -Infinity;
      if (before >= end) break;
      const first = this.#starts[step] ?? 0;
      const last = this.#ends[step] ?? 0;
      this.#runningNs += Math.max(0, Math.min(end, last) - Math.max(start, first));
      this.#runDelayNs += Math.max(0, Math.min(start, last) - Math.max(awake, first));
      if (step > 0 && from < awake && from < first && before < awake) {
        this.#busySince[step] = Math.max(this.#busySince[step] ?? 0, Math.min(awake, first));
      }
    }
    this.#lastEnd = end;
  }
}
