import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hitTest, plotBox } from '../../../src/renderer/timeline/hit-test.ts';
import type { Geometry } from '../../../src/renderer/timeline/hit-test.ts';
import { groupsInSight, headerPx, layOut, scrollToRow } from '../../../src/renderer/timeline/layout.ts';
import { pixelAt } from '../../../src/renderer/timeline/viewport.ts';

const shapes = fc
  .array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 20 })
  .map((rows) => rows.map((count, id) => ({ id, rows: count })));
const heights = fc.integer({ min: 100, max: 1400 });
const choices = fc.array(fc.integer({ min: 0, max: 19 })).map((ids) => new Set(ids));

describe('the layout of tracks', () => {
  it('never lets groups overlap, and is as high as all of them', () => {
    fc.assert(
      fc.property(shapes, choices, heights, (groups, collapsed, availablePx) => {
        const layout = layOut(groups, collapsed, availablePx);
        let end = 0;
        for (const group of layout.groups) {
          expect(group.topPx).toBeGreaterThanOrEqual(end);
          expect(group.rowsTopPx).toBe(group.topPx + headerPx);
          expect(group.bottomPx).toBe(group.rowsTopPx + group.rows * group.rowPx);
          end = group.bottomPx;
        }
        expect(layout.heightPx).toBeGreaterThanOrEqual(end);
      }),
    );
  });

  it('shows many lanes dense and few at a comfortable height', () => {
    const layout = layOut(
      [
        { id: 0, rows: 100 },
        { id: 1, rows: 4 },
      ],
      new Set(),
      400,
    );
    expect(layout.groups.map(({ rowPx }) => rowPx)).toEqual([2, 20]);
  });

  it('makes use of the height when everything fits', () => {
    const layout = layOut([{ id: 0, rows: 4 }], new Set(), 600);
    expect(layout.groups[0]?.rowPx).toBe(22);
  });

  it('collapses a group to its header and gives its room to the others', () => {
    const groups = [
      { id: 0, rows: 100 },
      { id: 1, rows: 4 },
    ];
    const [first, second] = layOut(groups, new Set([0]), 300).groups;
    expect(first?.bottomPx).toBe(headerPx);
    expect(second?.rowPx).toBeGreaterThan(layOut(groups, new Set(), 300).groups[1]?.rowPx ?? 0);
  });

  it('fits trials of very different numbers of lanes into one view', () => {
    const groups = [60, 2, 2, 2].map((rows, id) => ({ id, rows }));
    expect(layOut(groups, new Set(), 420).heightPx).toBeLessThanOrEqual(420);
  });

  it('keeps the header of a group in sight while its rows are scrolled', () => {
    const layout = layOut([{ id: 0, rows: 100 }], new Set(), 300);
    expect(groupsInSight(layout, 200, 300)[0]).toMatchObject({ headerTopPx: 0, rowsTopPx: headerPx - 200 });
  });

  it('scrolls no further than to show a row below its header', () => {
    const layout = layOut([{ id: 0, rows: 300 }], new Set(), 300);
    expect(scrollToRow(layout, 0, 10, 0, 300)).toBe(0);
    expect(scrollToRow(layout, 0, 299, 0, 300)).toBe(headerPx + 300 * 2 - 300);
    expect(scrollToRow(layout, 0, 0, 250, 300)).toBe(0);
  });
});

describe('the hit test', () => {
  it('finds every row in sight where the layout puts it', () => {
    fc.assert(
      fc.property(
        shapes,
        choices,
        heights,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (groups, collapsed, heightPx, share) => {
          const layout = layOut(groups, collapsed, heightPx);
          const geometry: Geometry = {
            widthPx: 1000,
            heightPx,
            layout,
            scrollTopPx: Math.round(share * Math.max(0, layout.heightPx - heightPx)),
            range: { fromNs: 0, toNs: 1e6 },
          };
          const plot = plotBox(geometry);
          for (const { group, headerTopPx, rowsTopPx } of groupsInSight(
            layout,
            geometry.scrollTopPx,
            plot.height,
          )) {
            for (let row = 0; row < group.rows; row += 1) {
              const y = rowsTopPx + (row + 0.5) * group.rowPx;
              const isSeen = y >= 0 && y < plot.height && (y < headerTopPx || y >= headerTopPx + headerPx);
              if (!isSeen) continue;
              const at = { x: plot.x + pixelAt(geometry.range, plot.width, 250_000), y: plot.y + y };
              expect(hitTest(geometry, at)).toEqual({
                area: 'row',
                id: group.id,
                row,
                share: 0.5,
                upper: true,
                atNs: 250_000,
              });
              expect(hitTest(geometry, { ...at, x: 5 })).toEqual({ area: 'name', id: group.id, row });
            }
          }
        },
      ),
    );
  });

  it('tells the axis, headers and empty ground apart', () => {
    const layout = layOut([{ id: 7, rows: 2 }], new Set(), 500);
    const geometry: Geometry = {
      widthPx: 1000,
      heightPx: 500,
      layout,
      scrollTopPx: 0,
      range: { fromNs: 0, toNs: 100 },
    };
    const plot = plotBox(geometry);
    expect(hitTest(geometry, { x: plot.x, y: 5 })).toEqual({ area: 'axis', atNs: 0 });
    expect(hitTest(geometry, { x: 5, y: plot.y + 5 })).toEqual({ area: 'header', id: 7, atNs: null });
    expect(hitTest(geometry, { x: plot.x + plot.width / 2, y: 400 })).toEqual({ area: 'ground', atNs: 50 });
  });
});
