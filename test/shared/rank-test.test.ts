import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cliffsDelta, sizeOfEffect } from '../../src/shared/effect-size.ts';
import { rankTest, rankTestOfBins } from '../../src/shared/rank-test.ts';
import { noiseFrom } from './noise.ts';

/** Few different values, so that there are ties. */
const group = (most: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most });

describe('the rank test', () => {
  it('agrees with the tables of Mann and Whitney', () => {
    // U = 0 of 3 against 3: 1 of 20 ways on either side. Of 5 against 5, U = 2 is the critical value at 5 %, of 8 against 8 U = 13.
    expect(rankTest([1, 2, 3], [4, 5, 6])).toMatchObject({ u: 9, p: 0.1, exact: true, superiority: 1 });
    expect(rankTest([1, 2, 3, 4, 7], [5, 6, 8, 9, 10])?.u).toBe(23);
    expect(rankTest([1, 2, 3, 4, 7], [5, 6, 8, 9, 10])?.p).toBeCloseTo(8 / 252, 10);
    expect(rankTest([1, 2, 3, 4, 8], [5, 6, 7, 9, 10])?.p).toBeCloseTo(14 / 252, 10);
  });

  it('finds nothing between equal groups', () => {
    fc.assert(
      fc.property(group(12), (values) => {
        expect(rankTest(values, values)).toMatchObject({ p: 1, superiority: 0.5 });
      }),
    );
  });

  it('says the same of A and B as of B and A, the other way round', () => {
    fc.assert(
      fc.property(group(10), group(60), (a, b) => {
        const one = rankTest(a, b);
        const other = rankTest(b, a);
        expect(one?.p).toBeCloseTo(other?.p ?? Number.NaN, 10);
        expect(one?.superiority).toBeCloseTo(1 - (other?.superiority ?? Number.NaN), 10);
      }),
    );
  });

  it('counts every way to deal the values out, ties included', () => {
    fc.assert(
      fc.property(group(4), group(4), (a, b) => {
        expect(rankTest(a, b)?.p).toBeCloseTo(pByEnumeration(a, b), 10);
      }),
    );
  });

  it('counts pairs', () => {
    fc.assert(
      fc.property(group(30), group(40), (a, b) => {
        const larger = b.flatMap((one) => a.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
        const u = larger.reduce<number>((sum, each) => sum + each, 0);
        expect(rankTest(a, b)).toMatchObject({ u, superiority: u / (a.length * b.length) });
      }),
    );
  });

  it('goes over from counting to the normal distribution without a step', () => {
    const noise = noiseFrom(3);
    const a = noise.around(100, 0.1, 25);
    const b = noise.around(106, 0.1, 25);
    const counted = rankTest(a, b);
    const approximated = rankTest(a, [...b, 101]);
    expect(counted?.exact).toBe(true);
    expect(approximated?.exact).toBe(false);
    expect(Math.abs((counted?.p ?? 1) - (approximated?.p ?? 0))).toBeLessThan(0.02);
  });

  it('takes values of one bin for equal', () => {
    expect(rankTestOfBins([2, 1, 0], [0, 1, 3])).toEqual(rankTest([0, 0, 1], [1, 2, 2, 2]));
    expect(rankTestOfBins([0], [3])).toBeNull();
    expect(rankTest([], [1])).toBeNull();
  });

  it.each([8, 40])('is wrong about equal groups of %d as seldom as it says', (count) => {
    const noise = noiseFrom(11);
    let found = 0;
    for (let round = 0; round < 1000; round++) {
      const test = rankTest(noise.tailed(1, 0.5, count), noise.tailed(1, 0.5, count));
      if ((test?.p ?? 1) <= 0.05) found++;
    }
    expect(found / 1000).toBeGreaterThan(0.025);
    expect(found / 1000).toBeLessThan(0.065);
  });
});

describe('the size of an effect', () => {
  it('is named by how far the groups lie apart, either way', () => {
    expect(deltaOf([1, 2], [3, 4])).toBe(1);
    expect(deltaOf([3, 4], [1, 2])).toBe(-1);
    expect([0, 0.2, -0.4, -1].map(sizeOfEffect)).toEqual(['negligible', 'small', 'medium', 'large']);
  });
});

const size = (members: number): number => members.toString(2).replaceAll('0', '').length;

function deltaOf(a: readonly number[], b: readonly number[]): number {
  const test = rankTest(a, b);
  return test === null ? Number.NaN : cliffsDelta(test);
}

/** Two-sided p by looking at each choice of B's members among all values. */
function pByEnumeration(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const half = (a.length * b.length) / 2;
  const pairs = (members: number): number => {
    let u = 0;
    for (const [i, one] of all.entries()) {
      for (const [j, other] of all.entries()) {
        const isPair = (members & (1 << i)) !== 0 && (members & (1 << j)) === 0;
        if (isPair) u += one > other ? 1 : one === other ? 0.5 : 0;
      }
    }
    return u;
  };
  const choices = Array.from({ length: 2 ** all.length }, (_, members) => members).filter(
    (members) => size(members) === b.length,
  );
  const seen = Math.abs(pairs(2 ** all.length - 2 ** a.length) - half);
  return choices.filter((members) => Math.abs(pairs(members) - half) >= seen - 1e-9).length / choices.length;
}
