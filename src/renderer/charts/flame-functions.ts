import { flameRoot, type FlameFrame, type FlameTree } from './flame-tree.ts';

/** A function with all its nodes together. */
export interface FlameFunction {
  readonly frame: FlameFrame;
  readonly selfNs: number;
  /** With what it called; a function that calls itself counts once. */
  readonly totalNs: number;
}

/** Every function of the graph, that with the most time of its own first. */
export function flameFunctions(tree: FlameTree): readonly FlameFunction[] {
  const sums = new Map<FlameFrame, { selfNs: number; totalNs: number; active: number }>();
  const open: number[] = [];
  const leave = (): void => {
    const sum = sums.get(frameOf(tree, open.pop()));
    if (sum !== undefined) sum.active -= 1;
  };
  const todo = [...tree.callees(flameRoot)];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    // What is open beyond the node's caller has been left.
    while (open.length >= (tree.depth[node] ?? 0)) leave();
    const frame = frameOf(tree, node);
    const sum = sums.get(frame) ?? { selfNs: 0, totalNs: 0, active: 0 };
    sums.set(frame, sum);
    sum.selfNs += tree.self(node);
    if (sum.active === 0) sum.totalNs += tree.total(node);
    sum.active += 1;
    open.push(node);
    for (const callee of tree.callees(node)) todo.push(callee);
  }
  return [...sums]
    .map(([frame, { selfNs, totalNs }]) => ({ frame, selfNs, totalNs }))
    .sort((a, b) => b.selfNs - a.selfNs || b.totalNs - a.totalNs || a.frame.number - b.frame.number);
}

const unknown: FlameFrame = { number: 0, name: '(unknown)', file: '', line: 0, language: 'node' };
const frameOf = (tree: FlameTree, node: number | undefined): FlameFrame =>
  node === undefined ? unknown : (tree.frame(node) ?? unknown);
