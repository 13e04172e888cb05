import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microseconds, milliseconds } from '../../../../src/main/engine/export/decimal-text.ts';

const times = fc.integer({ min: -1e12, max: Number.MAX_SAFE_INTEGER - 1 });

describe('times as decimal text', () => {
  it('give back every nanosecond', () => {
    fc.assert(
      fc.property(times, (nanoseconds) => {
        const sign = nanoseconds < 0 ? '-' : '';
        const digits = String(Math.abs(nanoseconds)).padStart(7, '0');
        expect(milliseconds(nanoseconds)).toBe(`${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`);
        const micro = Number(digits.slice(-3)) === 0 ? '' : `.${digits.slice(-3)}`;
        expect(microseconds(nanoseconds)).toBe(`${sign}${Number(digits.slice(0, -3))}${micro}`);
      }),
    );
  });

  it('leave empty what is not known', () => {
    expect(milliseconds(Number.NaN)).toBe('');
  });
});
