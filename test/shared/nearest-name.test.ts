import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodeExecutors } from '../../src/shared/executors.ts';
import { nearestName } from '../../src/shared/nearest-name.ts';

it.each([
  ['thread-pol', 'thread-pool'],
  ['tread-pool', 'thread-pool'],
  ['THREAD-POOL', 'thread-pool'],
  ['evnet-loop', 'event-loop'],
  ['process-per', 'process-per-task'],
  ['event', 'event-loop'],
])('takes %s for %s', (given, meant) => {
  expect(nearestName(given, nodeExecutors)).toBe(meant);
});

it.each(['', 'x', 'goroutine', 'fiber'])('takes %j for nothing known', (given) => {
  expect(nearestName(given, nodeExecutors)).toBeNull();
});

it('finds every name itself, and with any one letter lost', () => {
  fc.assert(
    fc.property(fc.constantFrom(...nodeExecutors), fc.nat(), (name, seed) => {
      const at = seed % name.length;
      expect(nearestName(name, nodeExecutors)).toBe(name);
      expect(nearestName(name.slice(0, at) + name.slice(at + 1), nodeExecutors)).toBe(name);
    }),
  );
});
