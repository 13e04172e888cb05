import { array, assert, integer, property, tuple } from 'fast-check';
import { expect, it } from 'vitest';
import { CallTree } from '../../../../src/main/engine/sampling/call-tree.ts';

const stacks = [
  { number: 1, frame: 10, caller: null },
  { number: 2, frame: 20, caller: 1 },
  { number: 3, frame: 20, caller: 2 },
  // The same path as 2, from another process.
  { number: 4, frame: 10, caller: null },
  { number: 5, frame: 20, caller: 4 },
];

it('adds up stacks with the same frames, and counts callers for what they called', () => {
  const tree = new CallTree(stacks);
  tree.add(3, 5);
  tree.add(2, 7);
  tree.add(5, 11);
  tree.add(1, 1);
  expect(tree.samples).toBe(4);
  expect(tree.nodes()).toEqual({
    caller: Uint32Array.of(0, 0, 1, 2),
    frame: Uint32Array.of(0, 10, 20, 20),
    selfNs: Float64Array.of(0, 1, 18, 5),
    totalNs: Float64Array.of(24, 24, 23, 5),
  });
});

it('counts a stack that is not known for the whole alone, and does not follow one that calls itself for ever', () => {
  const tree = new CallTree([{ number: 7, frame: 1, caller: 7 }]);
  tree.add(99, 3);
  tree.add(7, 4);
  const { totalNs, selfNs } = tree.nodes();
  expect(totalNs[0]).toBe(7);
  expect(selfNs[0]).toBe(3);
});

it('gives every node at least what those have that it called, whatever the samples are', () => {
  const samples = array(tuple(integer({ min: 1, max: 5 }), integer({ min: 0, max: 100 })));
  assert(
    property(samples, (taken) => {
      const tree = new CallTree(stacks);
      for (const [stack, weight] of taken) tree.add(stack, weight);
      const { caller, selfNs, totalNs } = tree.nodes();
      const called = Float64Array.from(selfNs);
      for (let node = 1; node < caller.length; node += 1) {
        expect(caller[node]).toBeLessThan(node);
        called[caller[node] ?? 0] = (called[caller[node] ?? 0] ?? 0) + (totalNs[node] ?? 0);
      }
      expect(called).toEqual(totalNs);
      expect(totalNs[0]).toBe(taken.reduce((sum, [, weight]) => sum + weight, 0));
    }),
  );
});
