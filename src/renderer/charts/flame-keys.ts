import { barOf, type FlameLayout } from './flame-layout.ts';
import { flameRoot, type FlameTree } from './flame-tree.ts';

export type FlameCommand =
  | { readonly type: 'select'; readonly node: number }
  | { readonly type: 'zoom'; readonly node: number }
  /** Back to everything. */
  | { readonly type: 'reset' };

/**
 * What a key does: up to the caller, down to the heaviest callee that is drawn, sideways to the neighbour in the row, which is a
 * sibling where there is one. Null: nothing.
 */
export function flameCommandOf(
  key: string,
  selected: number | null,
  tree: FlameTree,
  layout: FlameLayout,
): FlameCommand | null {
  if (layout.rows.length === 0) return null;
  if (key === 'Escape') return { type: 'reset' };
  if (key === 'Home') return { type: 'select', node: flameRoot };
  if (key === 'Enter') return selected === null ? null : { type: 'zoom', node: selected };
  if (!(key in steps)) return null;
  if (selected === null) return { type: 'select', node: flameRoot };
  const node = steps[key]?.(selected, tree, layout) ?? null;
  return node === null ? null : { type: 'select', node };
}

type Step = (from: number, tree: FlameTree, layout: FlameLayout) => number | null;

const steps: Readonly<Record<string, Step>> = {
  ArrowUp: (from, tree) => (from === flameRoot ? null : tree.caller(from)),
  ArrowDown: (from, tree, layout) => {
    const [heaviest] = tree.callees(from);
    if (heaviest === undefined) return null;
    return barOf(layout, tree.depth[heaviest] ?? 0, heaviest) === null
      ? towardsZoomed(from, tree, layout)
      : heaviest;
  },
  ArrowLeft: (from, tree, layout) => neighbour(from, tree, layout, -1),
  ArrowRight: (from, tree, layout) => neighbour(from, tree, layout, 1),
};

/** Above what is zoomed to, each row holds the one bar that leads there. */
function towardsZoomed(from: number, tree: FlameTree, { rows }: FlameLayout): number | null {
  const below = rows[(tree.depth[from] ?? 0) + 1] ?? [];
  return below.find(({ node }) => tree.caller(node) === from)?.node ?? null;
}

function neighbour(from: number, tree: FlameTree, { rows }: FlameLayout, by: 1 | -1): number | null {
  const row = rows[tree.depth[from] ?? 0] ?? [];
  const at = row.findIndex(({ node }) => node === from);
  return at < 0 ? null : (row[at + by]?.node ?? null);
}
