import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentQuantile, studentShareBelow } from '../../src/shared/student-t.ts';

describe("Student's t", () => {
  it.each([
    { share: 0.975, degrees: 1, t: 12.7062 },
    { share: 0.975, degrees: 2, t: 4.30265 },
    { share: 0.975, degrees: 4, t: 2.77645 },
    { share: 0.995, degrees: 10, t: 3.16927 },
    { share: 0.8, degrees: 7, t: 0.89603 },
    { share: 0.975, degrees: 1e6, t: 1.95997 },
  ])('has the tabulated $t at $share with $degrees degrees of freedom', ({ share, degrees, t }) => {
    expect(studentQuantile(share, degrees)).toBeCloseTo(t, 4);
  });

  it('has quantiles that are the inverse of its shares, and is symmetric', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        (share, degrees) => {
          const t = studentQuantile(share, degrees);
          expect(studentShareBelow(t, degrees)).toBeCloseTo(share, 8);
          expect(studentShareBelow(-t, degrees)).toBeCloseTo(1 - share, 8);
        },
      ),
    );
  });
});
