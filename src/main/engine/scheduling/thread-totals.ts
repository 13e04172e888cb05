import type { StreamBatch } from '../../../shared/session.ts';

/** Per thread, by the number of its row: its first and last moment on a core, the time on one, and its slices. */
export class ThreadTotals {
  firstNs: Float64Array;
  lastNs: Float64Array;
  onCpuNs: Float64Array;
  slices: Uint32Array;

  constructor(threads: number) {
    this.firstNs = new Float64Array(threads).fill(Infinity);
    this.lastNs = new Float64Array(threads).fill(-Infinity);
    this.onCpuNs = new Float64Array(threads);
    this.slices = new Uint32Array(threads);
  }

  /** Numbers of the threads with slices. */
  get threads(): readonly number[] {
    return Array.from(this.slices.keys()).filter((thread) => (this.slices[thread] ?? 0) > 0);
  }

  add({ thread, start, end }: Pick<StreamBatch<'slices'>, 'thread' | 'start' | 'end'>): void {
    for (let row = 0; row < thread.length; row += 1) {
      const number = thread[row] ?? 0;
      const from = start[row] ?? Number.NaN;
      const to = end[row] ?? Number.NaN;
      if (!(from <= to)) continue;
      if (number >= this.slices.length) this.#grow(number + 1);
      if (from < (this.firstNs[number] ?? 0)) this.firstNs[number] = from;
      if (to > (this.lastNs[number] ?? 0)) this.lastNs[number] = to;
      this.onCpuNs[number] = (this.onCpuNs[number] ?? 0) + to - from;
      this.slices[number] = (this.slices[number] ?? 0) + 1;
    }
  }

  /** A slice may be stored before its thread's row. */
  #grow(needed: number): void {
    const { firstNs, lastNs, onCpuNs, slices } = this;
    const larger = new ThreadTotals(Math.max(needed, slices.length * 2));
    larger.firstNs.set(firstNs);
    larger.lastNs.set(lastNs);
    larger.onCpuNs.set(onCpuNs);
    larger.slices.set(slices);
    this.firstNs = larger.firstNs;
    this.lastNs = larger.lastNs;
    this.onCpuNs = larger.onCpuNs;
    this.slices = larger.slices;
  }
}
