import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logTicks, tickLabel } from '../../../../../src/renderer/panels/session/latency/log-axis.ts';

describe('a logarithmic time axis', () => {
  it('is labelled at 1, 2 and 5 of each decade where there is room', () => {
    expect(logTicks(1e6, 1e8, 8)).toEqual([1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8]);
  });

  it('is labelled at every step within a decade', () => {
    expect(logTicks(3.1e7, 1e8, 9)).toEqual([4e7, 5e7, 6e7, 7e7, 8e7, 9e7, 1e8]);
  });

  it('falls back to fewer labels in a decade, then to whole decades', () => {
    expect(logTicks(1e6, 1e8, 6)).toEqual([1e6, 3e6, 1e7, 3e7, 1e8]);
    expect(logTicks(1e3, 1e9, 8)).toEqual([1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]);
    expect(logTicks(1, 1e9, 5)).toEqual([1, 1e2, 1e4, 1e6, 1e8]);
  });

  it('has no ticks without an extent', () => {
    expect(logTicks(0, 10, 8)).toEqual([]);
    expect(logTicks(5, 5, 8)).toEqual([]);
  });

  it('keeps ticks ascending, inside and few', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.double({ min: 1.01, max: 1e9, noNaN: true }),
        (fromNs, times) => {
          const ticks = logTicks(fromNs, fromNs * times, 8);
          expect(ticks.length).toBeLessThanOrEqual(8);
          expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
          expect(ticks.every((tick) => tick >= fromNs && tick <= fromNs * times)).toBe(true);
        },
      ),
    );
  });

  it('labels ticks in their own unit', () => {
    expect([500, 2e3, 5e7, 1e9, 1.2e11].map(tickLabel)).toEqual(['500 ns', '2 µs', '50 ms', '1 s', '2 min']);
  });
});
