import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  placeAt,
  placeShowing,
  scrollExtent,
  scrollTo,
  settle,
  tallestPx,
} from '../../../../../src/renderer/panels/session/tasks/scroll-mapping.ts';

const rowPx = 30;
const viewPx = 600;
const top = { listPx: 0, elementPx: 0 };
const short = scrollExtent(10_000 * rowPx, viewPx);
const long = scrollExtent(10_000_000 * rowPx, viewPx);

describe('scrolling a list that fits into an element', () => {
  it('leaves the scroll position as it is', () => {
    const anywhere = fc.integer({ min: 0, max: short.listPx - viewPx });
    fc.assert(
      fc.property(anywhere, anywhere, (from, to) => {
        expect(scrollTo(short, placeAt(short, from), to)).toEqual({ listPx: to, elementPx: to });
      }),
    );
  });
});

describe('scrolling a list that is higher than elements can be', () => {
  it('gives it an element of the greatest height', () => {
    expect(long.elementPx).toBe(tallestPx);
  });

  it('moves by as much as the wheel', () => {
    expect(scrollTo(long, top, 120)).toEqual({ listPx: 120, elementPx: 120 });
  });

  it('jumps in proportion when the scroll bar is dragged', () => {
    const middle = (tallestPx - viewPx) / 2;
    expect(scrollTo(long, top, middle).listPx).toBeCloseTo((long.listPx - viewPx) / 2, 3);
  });

  it('reaches the last row at the end of the scroll bar', () => {
    expect(scrollTo(long, top, tallestPx - viewPx).listPx).toBe(long.listPx - viewPx);
  });

  it('keeps the rows where they are when scrolling rests', () => {
    const wheeled = Array.from({ length: 50 }).reduce<typeof top>(
      (place) => scrollTo(long, place, place.elementPx + 100),
      placeAt(long, 1_000_000),
    );
    const settled = settle(long, wheeled);
    expect(settled.listPx).toBe(wheeled.listPx);
    expect(settled.elementPx).toBeLessThan(wheeled.elementPx);
  });

  it('wheels on to the very last row from anywhere near it', () => {
    let place = placeAt(long, long.listPx - viewPx - 3000);
    for (let notch = 0; notch < 40; notch++) {
      const elementPx = Math.min(tallestPx - viewPx, place.elementPx + 100);
      place = settle(long, scrollTo(long, place, elementPx));
    }
    expect(place.listPx).toBeGreaterThan(long.listPx - viewPx - rowPx);
  });

  it('never leaves the list', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: long.listPx }),
        fc.integer({ min: 0, max: tallestPx - viewPx }),
        (from, to) => {
          const { listPx } = scrollTo(long, placeAt(long, from), to);
          expect(listPx).toBeGreaterThanOrEqual(0);
          expect(listPx).toBeLessThanOrEqual(long.listPx - viewPx);
        },
      ),
    );
  });
});

describe('bringing a row into view', () => {
  it('does not scroll for a row that is seen', () => {
    expect(placeShowing(long, top, { topPx: 90, heightPx: rowPx })).toBe(top);
  });

  it('shows a row below at the lower edge and a row above at the upper one', () => {
    const below = placeShowing(long, top, { topPx: 5_000_000 * rowPx, heightPx: rowPx });
    expect(below.listPx).toBe(5_000_001 * rowPx - viewPx);
    expect(placeShowing(long, below, { topPx: 60, heightPx: rowPx }).listPx).toBe(60);
  });
});
