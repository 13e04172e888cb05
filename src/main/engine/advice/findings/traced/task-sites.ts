/** What each task ran and who submitted it, by its index: 8 bytes for each of a million. */
export class TaskSites {
  #sites = new Uint32Array(1024);
  #parents = new Uint32Array(1024);
  #length = 0;

  /** `parent`: index + 1 of the task that submitted it; 0: none did. */
  add(task: number, site: number, parent: number): void {
    while (task >= this.#sites.length) this.#grow();
    this.#sites[task] = site;
    this.#parents[task] = parent;
    this.#length = Math.max(this.#length, task + 1);
  }

  /** The number of the site's row; 0: not known. */
  siteOf(task: number): number {
    return this.#sites[task] ?? 0;
  }

  /** The tasks from the one that submitted this one up to the first. */
  lineOf(task: number): readonly number[] {
    const line: number[] = [];
    // A damaged session may hold a circle.
    for (
      let at = this.#parents[task] ?? 0;
      at !== 0 && line.length < mostInLine;
      at = this.#parents[at - 1] ?? 0
    )
      line.push(at - 1);
    return line;
  }

  /** Each pair of places of which tasks of the one submitted tasks of the other. */
  *pairs(): Generator<readonly [outer: number, inner: number]> {
    const seen = new Map<number, Set<number>>();
    for (let task = 0; task < this.#length; task += 1) {
      const parent = this.#parents[task] ?? 0;
      if (parent === 0) continue;
      const outer = this.siteOf(parent - 1);
      const inner = this.siteOf(task);
      const known = seen.get(outer) ?? new Set();
      seen.set(outer, known);
      if (known.has(inner)) continue;
      known.add(inner);
      yield [outer, inner];
    }
  }

  #grow(): void {
    const [sites, parents] = [this.#sites, this.#parents];
    this.#sites = new Uint32Array(sites.length * 2);
    this.#sites.set(sites);
    this.#parents = new Uint32Array(parents.length * 2);
    this.#parents.set(parents);
  }
}

const mostInLine = 100;
