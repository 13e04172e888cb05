import { array, assert, constantFrom, integer, nat, pre, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barAt,
  layOutFlame,
  narrowestPx,
  type FlameLayout,
} from '../../../src/renderer/charts/flame-layout.ts';
import { flameRoot, FlameTree } from '../../../src/renderer/charts/flame-tree.ts';
import { nodeName } from '../../../src/renderer/charts/flame-words.ts';
import { graphOfNodes, nodeOf, treeOf } from './flame-graphs.ts';

const tree = treeOf(`
app.main 10
  app.light 20
  app.heavy 30
    app.inner 30
(gc) 10
`);

/** `main 0+90` is a bar of 90 pixels from 0 on; a line per row. */
const drawn = ({ rows }: FlameLayout): string[] =>
  rows.map((row) => row.map(({ node, x, width }) => `${nodeName(tree, node)} ${x}+${width}`).join(', '));

describe('a flame graph', () => {
  it('has callees below their caller, the heaviest first, as wide as their time', () => {
    expect(drawn(layOutFlame(tree, flameRoot, 100))).toEqual([
      'All samples 0+100',
      'main 0+90, (gc) 90+10',
      'heavy 0+60, light 60+20',
      'inner 0+30',
    ]);
  });

  it('gives what is zoomed to the whole width, and keeps its callers above it', () => {
    expect(drawn(layOutFlame(tree, nodeOf(tree, 'heavy'), 120))).toEqual([
      'All samples 0+120',
      'main 0+120',
      'heavy 0+120',
      'inner 0+60',
    ]);
  });

  it('leaves out what is narrower than half a pixel with all that it called, and counts it', () => {
    const layout = layOutFlame(
      treeOf('app.main 1000\n  app.tiny 0\n    app.tinier 1\n  app.seen 1000'),
      0,
      100,
    );
    expect(layout.rows.map((row) => row.length)).toEqual([1, 1, 1]);
    expect(layout.dropped).toBe(2);
  });

  it('is empty without time or without room', () => {
    expect(layOutFlame(treeOf('app.main 0'), flameRoot, 100)).toEqual({ rows: [], dropped: 0 });
    expect(layOutFlame(tree, flameRoot, 0)).toEqual({ rows: [], dropped: 0 });
  });

  it('finds the bar at a place, and none beside the bars', () => {
    const layout = layOutFlame(tree, flameRoot, 100);
    const nameAt = (depth: number, x: number) => {
      const bar = barAt(layout, depth, x);
      return bar === null ? null : nodeName(tree, bar.node);
    };
    expect([nameAt(1, 89.5), nameAt(1, 90), nameAt(2, 60), nameAt(2, 80), nameAt(9, 1)]).toEqual([
      'main',
      '(gc)',
      'light',
      null,
      null,
    ]);
  });
});

/** Any tree, depth first. */
const trees = array(tuple(nat(), constantFrom('a.f', 'a.g', 'b.h'), nat({ max: 1000 })), {
  maxLength: 60,
}).map((drafts) => {
  let depth = -1;
  const nodes = drafts.map(([deeper, name, selfNs]) => {
    depth = deeper % (depth + 2);
    return { depth, name, selfNs };
  });
  return new FlameTree(graphOfNodes(nodes));
});

describe('whatever the tree, the width and the zoom', () => {
  const anyLayout = tuple(trees, nat(), integer({ min: 1, max: 2000 })).map(([any, zoom, width]) => {
    const zoomedTo = zoom % any.count;
    return { any, zoomedTo, width, layout: layOutFlame(any, zoomedTo, width) };
  });

  it('bars lie within their caller, side by side, and none is too narrow', () => {
    assert(
      property(anyLayout, ({ any, layout: { rows } }) => {
        rows.forEach((row, depth) => {
          row.forEach(({ node, x, width }, at) => {
            const above = rows[depth - 1]?.find((bar) => bar.node === any.caller(node));
            expect(any.depth[node]).toBe(depth);
            expect(width).toBeGreaterThanOrEqual(narrowestPx);
            expect(x).toBeGreaterThanOrEqual((row[at - 1]?.x ?? 0) + (row[at - 1]?.width ?? 0) - 1e-6);
            if (depth === 0) return;
            expect(x).toBeGreaterThanOrEqual((above?.x ?? Infinity) - 1e-6);
            expect(x + width).toBeLessThanOrEqual((above?.x ?? 0) + (above?.width ?? 0) + 1e-6);
          });
        });
      }),
    );
  });

  it('each node of what is zoomed to is drawn or counted as left out, and its callers are drawn', () => {
    assert(
      property(anyLayout, ({ any, zoomedTo, layout: { rows, dropped } }) => {
        pre(any.total(flameRoot) > 0);
        const bars = rows.reduce((sum, row) => sum + row.length, 0);
        expect(bars + dropped).toBe((any.size[zoomedTo] ?? 0) + (any.depth[zoomedTo] ?? 0));
      }),
    );
  });
});
