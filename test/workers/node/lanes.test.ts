import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lanes } from '../../../src/workers/node/lanes.ts';

describe('lanes', () => {
  it('are given from the lowest free one up', async () => {
    const lanes = new Lanes(3);
    expect([await lanes.acquire(), await lanes.acquire(), await lanes.acquire()]).toEqual([0, 1, 2]);
    lanes.release(2);
    lanes.release(0);
    expect([await lanes.acquire(), await lanes.acquire()]).toEqual([0, 2]);
  });

  it('go to those that wait in the order they came', async () => {
    const lanes = new Lanes(1);
    await lanes.acquire();
    const served: number[] = [];
    // Far more than the queue keeps before it forgets the served ones.
    const waiting = Array.from({ length: 5000 }, async (_, waiter) => {
      const lane = await lanes.acquire();
      served.push(waiter);
      lanes.release(lane);
    });
    lanes.release(0);
    await Promise.all(waiting);
    expect(served).toEqual(Array.from({ length: 5000 }, (_, waiter) => waiter));
  });

  it('are never held twice, and never more than there are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
        async (count, turns) => {
          const lanes = new Lanes(count);
          const held = new Set<number>();
          await Promise.all(
            turns.map(async (wait) => {
              const lane = await lanes.acquire();
              expect(held.has(lane)).toBe(false);
              expect(lane).toBeLessThan(count);
              held.add(lane);
              for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
              held.delete(lane);
              lanes.release(lane);
            }),
          );
          expect(held.size).toBe(0);
        },
      ),
    );
  });
});
