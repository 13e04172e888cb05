import type { FlameGraph } from '../../shared/session-queries.ts';

export type FlameFrame = FlameGraph['frames'][number];

/** The node of all samples, which has no caller and no frame. */
export const flameRoot = 0;

/** A flame graph that is asked for callees and frames, too. Nodes are numbers, as in the graph. */
export class FlameTree {
  readonly count: number;
  /** How many callers lie between a node and the root, by node. */
  readonly depth: Uint32Array;
  /** A node and all that it led to, by node. */
  readonly size: Uint32Array;
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  readonly #graph: FlameGraph;
  readonly #frames: ReadonlyMap<number, FlameFrame>;
  /** All nodes but the root: those of one caller stand together, the heaviest first. */
  readonly #callees: Uint32Array;
  /** Where the callees of a node begin; one more at the end. */
  readonly #first: Uint32Array;

  constructor(graph: FlameGraph) {
    const { caller, totalNs, selfNs } = graph;
    this.#graph = graph;
    this.count = caller.length;
    this.totalNs = totalNs;
    this.selfNs = selfNs;
    this.#frames = new Map(graph.frames.map((frame) => [frame.number, frame]));
    this.depth = new Uint32Array(this.count);
    this.size = new Uint32Array(this.count).fill(1);
    this.#first = new Uint32Array(this.count + 1);
    // Callers come before those that they called.
    for (let node = 1; node < this.count; node += 1) {
      const of = this.caller(node);
      this.depth[node] = (this.depth[of] ?? 0) + 1;
      this.#first[of + 1] = (this.#first[of + 1] ?? 0) + 1;
    }
    for (let node = this.count - 1; node > 0; node -= 1) {
      const of = this.caller(node);
      this.size[of] = (this.size[of] ?? 0) + (this.size[node] ?? 0);
    }
    for (let node = 1; node <= this.count; node += 1) {
      this.#first[node] = (this.#first[node] ?? 0) + (this.#first[node - 1] ?? 0);
    }
    this.#callees = Uint32Array.from({ length: Math.max(0, this.count - 1) }, (_, at) => at + 1).sort(
      (a, b) => this.caller(a) - this.caller(b) || this.total(b) - this.total(a) || a - b,
    );
  }

  /** Of the root: itself. */
  caller(node: number): number {
    return this.#graph.caller[node] ?? flameRoot;
  }

  /** The heaviest first. */
  callees(node: number): Uint32Array {
    return this.#callees.subarray(this.#first[node], this.#first[node + 1]);
  }

  /** Null: of the root. */
  frame(node: number): FlameFrame | null {
    return node === flameRoot ? null : (this.#frames.get(this.#graph.frame[node] ?? 0) ?? null);
  }

  total(node: number): number {
    return this.totalNs[node] ?? 0;
  }

  self(node: number): number {
    return this.selfNs[node] ?? 0;
  }

  /** Of the time of all samples; null: there are none. */
  share(ns: number): number | null {
    const all = this.total(flameRoot);
    return all > 0 ? ns / all : null;
  }

  /** From the root to the node. */
  path(node: number): readonly number[] {
    const path = [node];
    for (let at = node; at !== flameRoot; at = this.caller(at)) path.push(this.caller(at));
    return path.toReversed();
  }

  /** The node to which the same calls lead as to a node of another graph of the session. Null: there is none. */
  counterpart(of: FlameTree, node: number): number | null {
    let here = flameRoot;
    for (const there of of.path(node).slice(1)) {
      const number = of.frame(there)?.number;
      const callee = this.callees(here).find((each) => this.frame(each)?.number === number);
      if (callee === undefined) return null;
      here = callee;
    }
    return here;
  }
}
