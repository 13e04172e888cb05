import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/shared/durations.ts';
import { asNanoseconds } from '../../src/shared/units.ts';

describe('a typed duration', () => {
  it.each([
    ['1', 1e9],
    ['1s', 1e9],
    ['500ms', 5e8],
    ['2m', 120e9],
    ['1.5 s', 1.5e9],
    ['.5h', 1800e9],
    ['10US', 1e4],
    ['0', 0],
  ])('%s is read', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  it.each(['', 's', '-1s', '1x', '1 2', 'NaN', 'Infinity', '1e3', '1,5s', '1none'])(
    '%j is refused',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it('is never a number other than a finite, whole count of nanoseconds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const duration = parseDuration(text);
        expect(duration === null || (Number.isInteger(duration) && duration >= 0)).toBe(true);
      }),
    );
  });
});

describe('a printed duration', () => {
  it.each([
    [3_600e9 + 5 * 60e9, '1h 05m'],
    [65e9, '1m 05s'],
    [12.345e9, '12.3 s'],
    [1e9, '1.00 s'],
    [999.6e6, '1.00 s'],
    [840e6, '840 ms'],
    [1e6, '1.00 ms'],
    [3400, '3.40 µs'],
    [0, '0 ms'],
    [Number.NaN, '–'],
  ])('%d ns reads %s', (nanoseconds, text) => {
    expect(formatDuration(asNanoseconds(nanoseconds))).toBe(text);
  });

  it('keeps three digits at the seams of its units', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 59e9, noNaN: true }), (nanoseconds) => {
        expect(formatDuration(asNanoseconds(nanoseconds))).toMatch(/^(\d\.\d\d|\d\d\.\d|\d{3,4}) (s|ms|µs)$/);
      }),
    );
  });
});
