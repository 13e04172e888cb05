const mostKept = 9;
/** The first ones find everything cold, and say little. */
const leastKept = 3;

/** What something costs that is done again and again: the middle one of the last times, as one that was interrupted says nothing of it. */
export class UsualCost {
  readonly #costs: number[] = [];

  /** Takes one more in, and gives the usual one. */
  add(cost: number): number {
    this.#costs.push(cost);
    if (this.#costs.length > mostKept) this.#costs.shift();
    return this.usual;
  }

  /** 0 as long as there are too few to tell. */
  get usual(): number {
    if (this.#costs.length < leastKept) return 0;
    return this.#costs.toSorted((a, b) => a - b)[Math.floor((this.#costs.length - 1) / 2)] ?? 0;
  }
}
