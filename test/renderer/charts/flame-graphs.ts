import { FlameTree, type FlameFrame } from '../../../src/renderer/charts/flame-tree.ts';
import type { FlameGraph } from '../../../src/shared/session-queries.ts';

interface DrawnNode {
  readonly depth: number;
  readonly name: string;
  readonly selfNs: number;
}

/** A graph written as text: a function per line, indented by two spaces below its caller, with its own nanoseconds. */
export function graphOf(text: string): FlameGraph {
  return graphOfNodes(
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [, indent = '', name = '', selfNs = '0'] = /^( *)(\S+) (\d+)$/.exec(line) ?? [];
        return { depth: indent.length / 2, name, selfNs: Number(selfNs) };
      }),
  );
}

/** Nodes in depth-first order; none is more than one deeper than the one before it. */
export function graphOfNodes(nodes: readonly DrawnNode[]): FlameGraph {
  const names = [...new Set(nodes.map(({ name }) => name))];
  const count = nodes.length + 1;
  const caller = new Uint32Array(count);
  const frame = new Uint32Array(count);
  const selfNs = new Float64Array(count);
  const path = [0];
  nodes.forEach(({ depth, name, selfNs: self }, at) => {
    path.length = depth + 1;
    caller[at + 1] = path[depth] ?? 0;
    path.push(at + 1);
    frame[at + 1] = names.indexOf(name) + 1;
    selfNs[at + 1] = self;
  });
  const totalNs = selfNs.slice();
  for (let node = count - 1; node > 0; node -= 1) {
    const of = caller[node] ?? 0;
    totalNs[of] = (totalNs[of] ?? 0) + (totalNs[node] ?? 0);
  }
  const frames = names.map((name, at) => frameOf(at + 1, name));
  return { sampled: true, samples: nodes.length, caller, frame, selfNs, totalNs, frames, remarks: [] };
}

/** `crawl.fetch` is the function `fetch` of the file crawl.py, in the line of its number; a name without a file is native. */
function frameOf(number: number, text: string): FlameFrame {
  const [file = '', name] = text.split('.');
  return name === undefined
    ? { number, name: file, file: '', line: 0, language: 'python' }
    : { number, name, file: `/home/ada/${file}.py`, line: number, language: 'python' };
}

export const treeOf = (text: string): FlameTree => new FlameTree(graphOf(text));

/** The first node of this function. */
export function nodeOf(tree: FlameTree, name: string): number {
  for (let node = 1; node < tree.count; node += 1) if (tree.frame(node)?.name === name) return node;
  throw new Error(`no node ${name}`);
}
