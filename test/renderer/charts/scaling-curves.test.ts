import { describe, expect, it } from 'vitest';
import {
  scalingRows,
  throughputOf,
  workerAxis,
  type ScalingCurve,
} from '../../../src/renderer/charts/scaling-curves.ts';

const curve = (change: Partial<ScalingCurve> = {}): ScalingCurve => ({
  key: 'a',
  name: 'a',
  colour: 'red',
  dashes: '0',
  hollow: false,
  points: [1, 2, 4].map((workers) => ({ workers, perSecond: 10 * workers })),
  law: { lambdaPerSecond: 10, sigma: 0, kappa: 0 },
  optimum: null,
  ...change,
});

const placesOf = (curves: readonly ScalingCurve[], key: string) =>
  scalingRows(curves).flatMap((row) => (row[key] === undefined ? [] : [row.workers]));

describe('a curve of throughput over workers', () => {
  it('is the law of scalability: linear without contention, highest at √((1 − σ) / κ)', () => {
    expect(throughputOf({ lambdaPerSecond: 10, sigma: 0, kappa: 0 }, 8)).toBe(80);
    const law = { lambdaPerSecond: 10, sigma: 0.05, kappa: 0.01 };
    const best = Math.sqrt(0.95 / 0.01);
    expect(throughputOf(law, best)).toBeGreaterThan(throughputOf(law, best - 0.5));
    expect(throughputOf(law, best)).toBeGreaterThan(throughputOf(law, best + 0.5));
  });

  it('has its points where they were measured, among places enough to be smooth', () => {
    expect(placesOf([curve()], 'a:point')).toEqual([1, 2, 4]);
    expect(placesOf([curve()], 'a:fit').length).toBeGreaterThan(40);
    expect(scalingRows([curve()]).find(({ workers }) => workers === 2)).toMatchObject({
      'a:point': 20,
      'a:fit': 20,
    });
  });

  it('has points only where no law was found', () => {
    const rows = scalingRows([curve({ law: null })]);
    expect(rows.flatMap((row) => Object.keys(row)).filter((key) => /fit|beyond/.test(key))).toEqual([]);
    expect(placesOf([curve({ law: null })], 'a:point')).toEqual([1, 2, 4]);
  });

  it('goes beyond what was measured as far as the optimum, and as no measurement', () => {
    const far = curve({ optimum: 6.5 });
    expect(Math.max(...placesOf([far], 'a:fit'))).toBe(4);
    expect(placesOf([far], 'a:beyond')[0]).toBe(4);
    expect(placesOf([far], 'a:beyond').at(-1)).toBe(7);
    expect(placesOf([curve({ optimum: 3 })], 'a:beyond')).toEqual([]);
  });
});

describe('the axis of workers', () => {
  it('is linear with a tick for each of a few', () => {
    expect(workerAxis([curve()])).toEqual({ scale: 'linear', from: 1, to: 4, ticks: [1, 2, 3, 4] });
  });

  it('is logarithmic where an event loop has a thousand in flight', () => {
    const loop = curve({ points: [1, 1000].map((workers) => ({ workers, perSecond: 1 })) });
    expect(workerAxis([loop, curve()])).toMatchObject({
      scale: 'log',
      to: 1000,
      ticks: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    });
  });

  it('never has more ticks than can be read', () => {
    for (const most of [2, 11, 20, 21, 64, 1024]) {
      const { ticks } = workerAxis([curve({ points: [{ workers: most, perSecond: 1 }] })]);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(10);
      expect(Math.max(...ticks)).toBeLessThanOrEqual(most);
    }
  });
});
