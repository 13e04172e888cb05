import { flameRoot, type FlameTree } from './flame-tree.ts';

/** A node as a rectangle of its row; pixels from the left. */
export interface FlameBar {
  readonly node: number;
  readonly x: number;
  readonly width: number;
}

export interface FlameLayout {
  /** By depth, the root's first; each from left to right. */
  readonly rows: readonly (readonly FlameBar[])[];
  /** Nodes below the one that is zoomed to which are too narrow to be seen, with all that they led to. */
  readonly dropped: number;
}

/** Narrower bars would be drawn by none of the screen's pixels. */
export const narrowestPx = 0.5;

/**
 * The node that is zoomed to takes the whole width, its callers likewise above it; callees stand below their caller from left to
 * right, the heaviest first, as wide as their part of its time. The rest of the caller is its own time.
 */
export function layOutFlame(tree: FlameTree, zoomedTo: number, widthPx: number): FlameLayout {
  if (widthPx <= 0 || !(tree.total(flameRoot) > 0)) return { rows: [], dropped: 0 };
  const path = tree.path(zoomedTo);
  const rows: (readonly FlameBar[])[] = path.map((node) => [{ node, x: 0, width: widthPx }]);
  const pxPerNs = widthPx / tree.total(zoomedTo);
  let dropped = 0;
  let above = rows.at(-1) ?? [];
  while (above.length > 0) {
    const row: FlameBar[] = [];
    for (const bar of above) {
      let { x } = bar;
      for (const node of tree.callees(bar.node)) {
        const width = tree.total(node) * pxPerNs;
        if (!(width >= narrowestPx)) {
          dropped += tree.size[node] ?? 0;
          continue;
        }
        row.push({ node, x, width });
        x += width;
      }
    }
    if (row.length > 0) rows.push(row);
    above = row;
  }
  return { rows, dropped };
}

/** The bar at a place of a row. Null: none. */
export function barAt({ rows }: FlameLayout, depth: number, x: number): FlameBar | null {
  const row = rows[depth];
  if (row === undefined) return null;
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle]?.x ?? Infinity) <= x) low = middle + 1;
    else high = middle;
  }
  const bar = row[low - 1];
  return bar !== undefined && x < bar.x + bar.width ? bar : null;
}

/** The bar of a node in its row. Null: it is not drawn. */
export const barOf = ({ rows }: FlameLayout, depth: number, node: number): FlameBar | null =>
  rows[depth]?.find((bar) => bar.node === node) ?? null;
