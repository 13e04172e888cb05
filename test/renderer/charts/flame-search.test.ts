import { describe, expect, it } from 'vitest';
import { flameFunctions } from '../../../src/renderer/charts/flame-functions.ts';
import { searchFlame, searchTextOf } from '../../../src/renderer/charts/flame-search.ts';
import { treeOf } from './flame-graphs.ts';

const tree = treeOf(`
app.main 10
  app.walk 5
    app.walk 15
      lib.read 30
  lib.read 20
lib.reader 20
`);

/** How many nodes were found, and the share of their time in percent. */
function found(text: string): readonly [number, number] | null {
  const hits = searchFlame(tree, text);
  return hits === null ? null : [hits.nodes, (tree.share(hits.totalNs) ?? 0) * 100];
}

describe('a search', () => {
  it('finds by name or file, whatever the case', () => {
    expect(found('READ')).toEqual([3, 70]);
    expect(found('lib.py')).toEqual([3, 70]);
    expect(found('/home/ada/app')).toEqual([3, 80]);
    expect(found('nothing')).toEqual([0, 0]);
  });

  it('counts the time of a function that calls itself once', () => {
    expect(found('walk')).toEqual([2, 50]);
  });

  it('is none without a text', () => {
    expect(found(' ')).toBeNull();
  });

  it('finds one function of several that are called alike by what the table searches for', () => {
    const reads = flameFunctions(tree).filter(({ frame }) => frame.name === 'read');
    expect(reads.map(({ frame }) => found(searchTextOf(frame)))).toEqual([[2, 50]]);
  });
});

describe('the functions of a graph', () => {
  it('come by their own time, with what they called counted once', () => {
    const lines = flameFunctions(tree).map(
      ({ frame, selfNs, totalNs }) => `${frame.name} ${selfNs} ${totalNs}`,
    );
    expect(lines).toEqual(['read 50 50', 'walk 20 50', 'reader 20 20', 'main 10 80']);
  });
});
