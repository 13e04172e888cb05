import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { affinityMaskBytes, decodeAffinity, encodeAffinity } from '../../src/shared/affinity-mask.ts';

it('gives back the cores that were put in, for every core a Linux can have', () => {
  const cores = fc.uniqueArray(fc.nat(affinityMaskBytes * 8 - 1));
  fc.assert(
    fc.property(cores, (some) => {
      expect(decodeAffinity(encodeAffinity(some))).toEqual(some.toSorted((a, b) => a - b));
    }),
  );
});

it('puts core 0 into the lowest bit of the first byte', () => {
  expect([...encodeAffinity([0, 9]).subarray(0, 3)]).toEqual([1, 2, 0]);
});

it('leaves out what is no core', () => {
  expect(decodeAffinity(encodeAffinity([-1, affinityMaskBytes * 8, 3]))).toEqual([3]);
});
