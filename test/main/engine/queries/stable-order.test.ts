import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableOrder } from '../../../../src/main/engine/queries/stable-order.ts';

/** What a comparison sort makes of it: JavaScript's is stable. */
function byComparison(keys: Float64Array, descending: boolean): number[] {
  const known = [...keys.keys()].filter((position) => !Number.isNaN(keys[position]));
  const unknown = [...keys.keys()].filter((position) => Number.isNaN(keys[position]));
  const compare = (a: number, b: number): number => {
    const left = keys[a] ?? 0;
    const right = keys[b] ?? 0;
    if (left === right) return 0;
    return left < right === descending ? 1 : -1;
  };
  return [...known.toSorted(compare), ...unknown];
}

describe('the order of rows', () => {
  it('is that of a stable comparison sort, in both directions, with NaN last', () => {
    const key = fc.oneof(
      fc.double(),
      fc.constantFrom(Number.NaN, 0, -0, Infinity, -Infinity, 5e-324, -5e-324, 1, -1, 2 ** 53),
    );
    fc.assert(
      fc.property(fc.array(key), fc.boolean(), (list, descending) => {
        const keys = Float64Array.from(list);
        expect([...stableOrder(keys, descending)]).toEqual(byComparison(keys, descending));
      }),
    );
  });

  it('is the same for a NaN of any sign', () => {
    const keys = new Float64Array([1, 0, 2]);
    new DataView(keys.buffer).setBigUint64(8, 0xfff8_0000_0000_0001n, true);
    expect([...stableOrder(keys, false)]).toEqual([0, 2, 1]);
    expect([...stableOrder(keys, true)]).toEqual([2, 0, 1]);
  });
});
