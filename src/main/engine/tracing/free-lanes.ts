/**
 * Lanes of tasks that overlap in time: each task takes the lowest lane that is free from its start on. Tasks come about in the order of their
 * ends. A tree of minima finds the lane, since ten thousand tasks may be under way at a time.
 */
export class FreeLanes {
  /** Since when each lane is free, as the leaves of a binary tree whose nodes have the least of their two. */
  #tree = new Float64Array(2).fill(-Infinity);
  #leaves = 1;

  /** The lane of a task; one that never started is put where it is in nobody's way. */
  place(start: number, end: number): number {
    if (Number.isNaN(start)) return 0;
    while ((this.#tree[1] ?? 0) > start) this.#grow();
    let node = 1;
    while (node < this.#leaves) {
      node *= 2;
      if ((this.#tree[node] ?? 0) > start) node += 1;
    }
    const lane = node - this.#leaves;
    // One whose end nobody saw keeps its lane.
    this.#set(node, Number.isNaN(end) ? Infinity : end);
    return lane;
  }

  #set(leaf: number, freeAt: number): void {
    this.#tree[leaf] = freeAt;
    for (let node = leaf >> 1; node >= 1; node >>= 1) {
      this.#tree[node] = Math.min(this.#tree[2 * node] ?? 0, this.#tree[2 * node + 1] ?? 0);
    }
  }

  #grow(): void {
    const { length } = this.#tree;
    const taken = this.#tree.slice(this.#leaves);
    this.#leaves *= 2;
    this.#tree = new Float64Array(2 * length).fill(-Infinity);
    for (const [lane, freeAt] of taken.entries()) this.#set(this.#leaves + lane, freeAt);
  }
}
