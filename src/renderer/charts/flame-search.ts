import { functionText, placeText } from './flame-words.ts';
import type { FlameFrame, FlameTree } from './flame-tree.ts';

export interface FlameHits {
  /** 1 for each node whose function was found. */
  readonly isHit: Uint8Array;
  readonly nodes: number;
  /** The time of all samples with such a function on their stack; one that calls itself counts once. */
  readonly totalNs: number;
}

/** The nodes whose function or place holds the text, whatever its case. Null: no text. */
export function searchFlame(tree: FlameTree, text: string): FlameHits | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const known = new Map<FlameFrame, boolean>();
  const isFound = (frame: FlameFrame): boolean => {
    const before = known.get(frame);
    if (before !== undefined) return before;
    const found = [functionText(frame), `${frame.file}:${frame.line}`].some((each) =>
      each.toLowerCase().includes(wanted),
    );
    known.set(frame, found);
    return found;
  };
  const isHit = new Uint8Array(tree.count);
  const isBelow = new Uint8Array(tree.count);
  let nodes = 0;
  let totalNs = 0;
  // Callers come before those that they called.
  for (let node = 1; node < tree.count; node += 1) {
    const caller = tree.caller(node);
    const isInside = (isBelow[caller] ?? 0) + (isHit[caller] ?? 0) > 0;
    const frame = tree.frame(node);
    if (isInside) isBelow[node] = 1;
    if (frame === null || !isFound(frame)) continue;
    isHit[node] = 1;
    nodes += 1;
    if (!isInside) totalNs += tree.total(node);
  }
  return { isHit, nodes, totalNs };
}

/** What finds this function and, but for one of the same name and place, no other. */
export const searchTextOf = (frame: FlameFrame): string => `${frame.name} ${placeText(frame)}`.trim();
