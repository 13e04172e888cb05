import { describe, expect, it } from 'vitest';
import { flameCommandOf } from '../../../src/renderer/charts/flame-keys.ts';
import { layOutFlame } from '../../../src/renderer/charts/flame-layout.ts';
import { flameRoot } from '../../../src/renderer/charts/flame-tree.ts';
import { nodeName } from '../../../src/renderer/charts/flame-words.ts';
import { nodeOf, treeOf } from './flame-graphs.ts';

const tree = treeOf(`
app.main 10
  app.light 20
    app.leaf 20
  app.heavy 60
    app.tiny 0
(gc) 10
`);

/** Where keys lead from a function, one after the other. */
function after(from: string | null, keys: readonly string[], zoomedTo = flameRoot): string | null {
  const layout = layOutFlame(tree, zoomedTo, 1000);
  let node = from === null ? null : nodeOf(tree, from);
  for (const key of keys) {
    const command = flameCommandOf(key, node, tree, layout);
    if (command?.type === 'select') node = command.node;
  }
  return node === null ? null : nodeName(tree, node);
}

describe('keys in a flame graph', () => {
  it('begin at all samples', () => {
    expect(after(null, ['ArrowRight'])).toBe('All samples');
    expect(after('leaf', ['Home'])).toBe('All samples');
  });

  it('go up to the caller and down to the heaviest of those called, as far as they are drawn', () => {
    expect(after('leaf', ['ArrowUp'])).toBe('light');
    expect(after(null, ['Home', 'ArrowDown', 'ArrowDown'])).toBe('heavy');
    expect(after('heavy', ['ArrowDown'])).toBe('heavy');
    expect(after(null, ['Home', 'ArrowUp'])).toBe('All samples');
  });

  it('go sideways along the row, and stay at its ends', () => {
    expect(after('heavy', ['ArrowRight'])).toBe('light');
    expect(after('light', ['ArrowRight'])).toBe('light');
    expect(after('(gc)', ['ArrowLeft'])).toBe('main');
    expect(after('main', ['ArrowLeft'])).toBe('main');
  });

  it('go down to what is zoomed to, though others are heavier', () => {
    expect(after('main', ['ArrowDown'], nodeOf(tree, 'light'))).toBe('light');
  });

  it('zoom to what is selected and show everything again', () => {
    const layout = layOutFlame(tree, flameRoot, 1000);
    const heavy = nodeOf(tree, 'heavy');
    expect(flameCommandOf('Enter', heavy, tree, layout)).toEqual({ type: 'zoom', node: heavy });
    expect(flameCommandOf('Enter', null, tree, layout)).toBeNull();
    expect(flameCommandOf('Escape', heavy, tree, layout)).toEqual({ type: 'reset' });
    expect(flameCommandOf('x', heavy, tree, layout)).toBeNull();
  });
});
