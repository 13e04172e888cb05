import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampRange,
  momentAt,
  narrowestNs,
  panBy,
  pixelAt,
  rangeAround,
  revealRange,
  spanOf,
  zoomAbout,
} from '../../../src/renderer/timeline/viewport.ts';

const bounds = { fromNs: 0, toNs: 1e11 };
/** Somewhere within the bounds, with room to zoom and pan. */
const ranges = fc
  .tuple(fc.double({ min: 1e9, max: 6e10, noNaN: true }), fc.double({ min: 1e4, max: 3e10, noNaN: true }))
  .map(([fromNs, span]) => ({ fromNs, toNs: fromNs + span }));
const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe('the seen range', () => {
  it('keeps the moment under the pointer where it is while zooming in', () => {
    fc.assert(
      fc.property(ranges, shares, fc.double({ min: 0.2, max: 1, noNaN: true }), (range, share, factor) => {
        const atNs = momentAt(range, 1000, share * 1000);
        const zoomed = zoomAbout(range, factor, atNs, bounds);
        expect(pixelAt(zoomed, 1000, atNs)).toBeCloseTo(share * 1000, 1);
        expect(spanOf(zoomed)).toBeCloseTo(spanOf(range) * factor, -1);
      }),
    );
  });

  it('is where it was after panning there and back', () => {
    fc.assert(
      fc.property(ranges, fc.double({ min: -0.9, max: 0.9, noNaN: true }), (range, share) => {
        const by = share * 1e9;
        const back = panBy(panBy(range, by, bounds), -by, bounds);
        expect(back.fromNs).toBeCloseTo(range.fromNs, 2);
        expect(spanOf(back)).toBeCloseTo(spanOf(range), 2);
      }),
    );
  });

  it('never leaves the bounds and is never narrower than a microsecond', () => {
    const anywhere = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(anywhere, anywhere, (a, b) => {
        const range = clampRange({ fromNs: Math.min(a, b), toNs: Math.max(a, b) }, bounds);
        expect(range.fromNs).toBeGreaterThanOrEqual(bounds.fromNs);
        expect(range.toNs).toBeLessThanOrEqual(bounds.toNs + 1e-3);
        expect(spanOf(range)).toBeGreaterThanOrEqual(narrowestNs - 1e-3);
      }),
    );
  });

  it('stops at the whole when zooming out and at a microsecond when zooming in', () => {
    const whole = zoomAbout({ fromNs: 2e10, toNs: 3e10 }, 1000, 2.5e10, bounds);
    expect(whole).toEqual(bounds);
    expect(spanOf(zoomAbout(bounds, 1e-12, 5e10, bounds))).toBeCloseTo(narrowestNs, 3);
  });

  it('shows what is zoomed to with air on both sides', () => {
    expect(rangeAround({ fromNs: 1e10, toNs: 2e10 }, bounds, 0.5)).toEqual({ fromNs: 0.5e10, toNs: 2.5e10 });
  });

  it('does not move for what is in sight, and no further than needed for what is not', () => {
    const range = { fromNs: 1000, toNs: 11_000 };
    expect(revealRange(range, { fromNs: 2000, toNs: 3000 }, bounds)).toBe(range);
    expect(revealRange(range, { fromNs: 12_000, toNs: 13_000 }, bounds)).toEqual({
      fromNs: 3500,
      toNs: 13_500,
    });
    expect(revealRange(range, { fromNs: 700, toNs: 800 }, bounds)).toEqual({ fromNs: 200, toNs: 10_200 });
  });
});
