const mostKept = 9;

/** What something costs that is done again and again: the middle one of the last times, as one that was interrupted says nothing of it. */
export class UsualCost {
  readonly #costs: number[] = [];

  /** Takes one more in, and gives the usual one. */
  add(cost: number): number {
    this.#costs.push(cost);
    if (this.#costs.length > mostKept) this.#costs.shift();
    return this.usual;
  }

  /** 0 before the first one. */
  get usual(): number {
    return this.#costs.toSorted((a, b) => a - b)[Math.floor((this.#costs.length - 1) / 2)] ?? 0;
  }
}
