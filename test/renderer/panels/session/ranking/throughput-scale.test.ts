import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankedBars } from '../../../../../src/renderer/panels/session/ranking/throughput-scale.ts';
import { report, trial } from '../reports.ts';

describe('bars of the ranking', () => {
  it('gives the fastest repeat the full width and the bar the median', () => {
    const [bar] = rankedBars(
      report([200, 400, 300].map((rate, index) => trial({ throughput_per_s: rate, repeat: index + 1 }))),
    );
    expect(bar).toMatchObject({
      length: 0.75,
      range: { from: 0.5, to: 1 },
      points: [
        { repeat: 1, at: 0.5 },
        { repeat: 2, at: 1 },
        { repeat: 3, at: 0.75 },
      ],
    });
  });

  it('draws no range for a single repeat', () => {
    expect(rankedBars(report([trial()]))[0]).toMatchObject({ length: 1, range: null });
  });

  it('draws no point for a trial that was cut off, and lists it all the same', () => {
    const [bar] = rankedBars(
      report([trial(), trial({ repeat: 2, complete: false, throughput_per_s: 9000 })]),
    );
    expect(bar?.points).toEqual([{ repeat: 1, at: 1 }]);
    expect(bar?.trials.map(({ trial: number }) => number)).toEqual([0, 1]);
  });

  it('has no bar where no throughput is known', () => {
    expect(rankedBars(report([trial({ complete: false })]))[0]).toMatchObject({ length: null, points: [] });
    expect(rankedBars(report([trial({ throughput_per_s: 0 })]))[0]?.length).toBe(0);
  });

  it('leaves out what ran again with its workers free, which is measured under other conditions', () => {
    const [bar, ...others] = rankedBars(
      report([trial(), trial({ pin: 'set', repeat: 1, throughput_per_s: 9000 })]),
    );
    expect(others).toEqual([]);
    expect(bar?.points).toEqual([{ repeat: 1, at: 1 }]);
  });

  it('keeps every bar and point within the width', () => {
    const rates = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rates, (values) => {
        const bars = rankedBars(
          report(values.map((rate, index) => trial({ throughput_per_s: rate, workers: 1 + (index % 3) }))),
        );
        for (const { length, points } of bars) {
          for (const place of [length ?? 0, ...points.map(({ at }) => at)]) {
            expect(place).toBeGreaterThanOrEqual(0);
            expect(place).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});
