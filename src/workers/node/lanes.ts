/**
 * The concurrency slots of an executor, numbered from 0. A task holds one lane while it runs; those
 * that find none wait in the order they came. The lowest free lane is taken first, so that a workload
 * that never fills them shows on few tracks.
 */
export class Lanes {
  readonly #free: number[];
  #waiting: ((lane: number) => void)[] = [];
  /** Where the queue begins: shifting an array of 10,000 waiters for every task would be quadratic. */
  #head = 0;

  constructor(count: number) {
    this.#free = Array.from({ length: count }, (_, index) => count - 1 - index);
  }

  /** Resolves in a later microtask even when a lane is free: submitting many tasks comes before running the first. */
  acquire(): Promise<number> {
    const lane = this.#free.pop();
    if (lane !== undefined) return Promise.resolve(lane);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  release(lane: number): void {
    const next = this.#waiting[this.#head];
    if (next === undefined) {
      this.#free.push(lane);
      this.#free.sort((a, b) => b - a);
      return;
    }
    this.#head += 1;
    if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    next(lane);
  }
}
