import { describe, expect, it } from 'vitest';
import { flameRoot } from '../../../src/renderer/charts/flame-tree.ts';
import { nodeName } from '../../../src/renderer/charts/flame-words.ts';
import { nodeOf, treeOf } from './flame-graphs.ts';

const tree = treeOf(`
app.main 10
  app.light 20
    app.leaf 20
  app.heavy 60
`);
const names = (nodes: Iterable<number>) => [...nodes].map((node) => nodeName(tree, node));

describe('a tree of calls', () => {
  it('tells whom a function called, the heaviest first, and who led to it', () => {
    expect(names(tree.callees(nodeOf(tree, 'main')))).toEqual(['heavy', 'light']);
    expect(names(tree.callees(nodeOf(tree, 'leaf')))).toEqual([]);
    expect(names(tree.path(nodeOf(tree, 'leaf')))).toEqual(['All samples', 'main', 'light', 'leaf']);
  });

  it('is found again in a later graph of the session by the same calls', () => {
    const later = treeOf(`
app.main 10
  app.light 90
    app.leaf 20
  app.heavy 60
    app.leaf 70
`);
    const found = later.counterpart(tree, nodeOf(tree, 'leaf'));
    expect(found === null ? null : later.path(found).map((node) => nodeName(later, node))).toEqual([
      'All samples',
      'main',
      'light',
      'leaf',
    ]);
    expect(tree.counterpart(later, later.callees(nodeOf(later, 'heavy'))[0] ?? flameRoot)).toBeNull();
    expect(later.counterpart(tree, flameRoot)).toBe(flameRoot);
  });
});
