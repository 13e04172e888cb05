import type { DetailRows } from '../../../shared/session.ts';

/** Nodes of a tree of calls, callers before those they called; the first is all of it: its caller is itself, its frame 0. */
export interface CallNodes {
  readonly caller: Uint32Array<ArrayBuffer>;
  readonly frame: Uint32Array<ArrayBuffer>;
  readonly selfNs: Float64Array<ArrayBuffer>;
  readonly totalNs: Float64Array<ArrayBuffer>;
}

const root = 0;

/**
 * Adds up CPU samples by who called whom: stacks with the same frames are one path, whichever process they were seen in. As large as there
 * are different paths, however many samples there are.
 */
export class CallTree {
  readonly #stacks: ReadonlyMap<number, DetailRows['stacks']>;
  /** The node of each stack that was met. */
  readonly #nodeOf = new Map<number, number>();
  /** By node: the nodes that it called, by frame. */
  readonly #calls: Map<number, number>[] = [new Map()];
  readonly #caller = [root];
  readonly #frame = [0];
  readonly #selfNs = [0];
  #samples = 0;

  constructor(stacks: readonly DetailRows['stacks'][]) {
    this.#stacks = new Map(stacks.map((stack) => [stack.number, stack]));
  }

  get samples(): number {
    return this.#samples;
  }

  /** A sample that stands for `weightNs`. One in a stack that is not known counts for the whole alone. */
  add(stack: number, weightNs: number): void {
    const node = this.nodeOf(stack);
    this.#selfNs[node] = (this.#selfNs[node] ?? 0) + weightNs;
    this.#samples += 1;
  }

  /** The node of a stack, which is made where it is new. */
  nodeOf(stack: number): number {
    const known = this.#nodeOf.get(stack);
    if (known !== undefined) return known;
    // Not by recursion: stacks are as deep as the program's were.
    const path: DetailRows['stacks'][] = [];
    let at: number | null = stack;
    let node = root;
    while (at !== null) {
      const met = this.#nodeOf.get(at);
      if (met !== undefined) {
        node = met;
        break;
      }
      const row = this.#stacks.get(at);
      // What calls itself would never end; a file may be damaged.
      if (row === undefined || path.length > this.#stacks.size) break;
      path.push(row);
      at = row.caller;
    }
    for (const { number, frame } of path.toReversed()) {
      node = this.#callee(node, frame);
      this.#nodeOf.set(number, node);
    }
    return node;
  }

  nodes(): CallNodes {
    const totalNs = Float64Array.from(this.#selfNs);
    // Those that were called come after their callers.
    for (let node = totalNs.length - 1; node > root; node -= 1) {
      const caller = this.#caller[node] ?? root;
      totalNs[caller] = (totalNs[caller] ?? 0) + (totalNs[node] ?? 0);
    }
    return {
      caller: Uint32Array.from(this.#caller),
      frame: Uint32Array.from(this.#frame),
      selfNs: Float64Array.from(this.#selfNs),
      totalNs,
    };
  }

  /** The nodes from this one on: their callers and frames. */
  since(node: number): { readonly caller: readonly number[]; readonly frame: readonly number[] } {
    return { caller: this.#caller.slice(node), frame: this.#frame.slice(node) };
  }

  #callee(caller: number, frame: number): number {
    const calls = this.#calls[caller];
    const known = calls?.get(frame);
    if (known !== undefined) return known;
    const node = this.#caller.length;
    calls?.set(frame, node);
    this.#calls.push(new Map());
    this.#caller.push(caller);
    this.#frame.push(frame);
    this.#selfNs.push(0);
    return node;
  }
}
