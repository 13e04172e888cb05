import { describe, expect, it } from 'vitest';
import {
  extentOf,
  latestLoad,
  meanLoad,
  meanOfAll,
  type CoreLoadSeries,
} from '../../../src/renderer/charts/core-load-series.ts';
import { heatImage } from '../../../src/renderer/charts/heat-image.ts';

const unknown = Number.NaN;
const series: CoreLoadSeries = {
  cores: [0, 3],
  timesNs: Float64Array.of(50, 150, 250),
  busy: Float32Array.of(0, 0.5, unknown, unknown, unknown, unknown),
};

describe('the load of cores over time', () => {
  it('reaches from the beginning of the first bucket to the end of the last', () => {
    expect(extentOf(series)).toEqual({ fromNs: 0, toNs: 300 });
    expect(extentOf({ ...series, timesNs: Float64Array.of(50) })).toBeNull();
  });

  it('is averaged over what is known, and is unknown when nothing is', () => {
    expect(meanLoad(series, 0)).toBe(0.25);
    expect(meanLoad(series, 1)).toBeNull();
    expect(meanOfAll(series)).toBe(0.25);
  });

  it('is now what was last known', () => {
    expect(latestLoad(series, 0)).toBe(0.5);
    expect(latestLoad(series, 1)).toBeNull();
  });
});

describe('a heat strip', () => {
  it('has a pixel per core and bucket, between idle and full, and another colour where nothing is known', () => {
    const { width, height, pixels } = heatImage(series, {
      idle: '#000000',
      full: '#ffffff',
      unknown: '#112233',
    });
    expect([width, height]).toEqual([3, 2]);
    expect(Array.from(pixels).slice(0, 12)).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 17, 34, 51, 255]);
  });
});
