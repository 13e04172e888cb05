/**
 * Steps of tasks that have not settled, by the number of the task's record: they are written down with the task's row, which has its number
 * only then. Lists in typed arrays, as there can be a million of them.
 */
export class HeldSteps {
  #start = new Float64Array(0);
  #end = new Float64Array(0);
  #next = new Int32Array(0);
  /** Of each record: its last step, whose `next` is its first. */
  readonly #last = new Map<number, number>();
  #free = none;
  #used = 0;
  #held = 0;

  get held(): number {
    return this.#held;
  }

  add(record: number, startNs: number, endNs: number): void {
    const at = this.#room();
    this.#start[at] = startNs;
    this.#end[at] = endNs;
    const last = this.#last.get(record);
    this.#next[at] = last === undefined ? at : (this.#next[last] ?? none);
    if (last !== undefined) this.#next[last] = at;
    this.#last.set(record, at);
    this.#held += 1;
  }

  /** Tells of the steps of a record in the order in which they came, and forgets them. */
  take(record: number, tell: (startNs: number, endNs: number) => void): void {
    const last = this.#last.get(record);
    if (last === undefined) return;
    this.#last.delete(record);
    let at = this.#next[last] ?? none;
    for (;;) {
      const next = this.#next[at] ?? none;
      tell(this.#start[at] ?? Number.NaN, this.#end[at] ?? Number.NaN);
      this.#next[at] = this.#free;
      this.#free = at;
      this.#held -= 1;
      if (at === last) return;
      at = next;
    }
  }

  #room(): number {
    if (this.#free !== none) {
      const at = this.#free;
      this.#free = this.#next[at] ?? none;
      return at;
    }
    if (this.#used === this.#next.length) {
      const larger = Math.max(64, 2 * this.#used);
      this.#start = extended(this.#start, new Float64Array(larger));
      this.#end = extended(this.#end, new Float64Array(larger));
      this.#next = extended(this.#next, new Int32Array(larger));
    }
    this.#used += 1;
    return this.#used - 1;
  }
}

const none = -1;

function extended<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
