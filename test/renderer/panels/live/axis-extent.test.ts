import { expect, it } from 'vitest';
import { axisExtent } from '../../../../src/renderer/panels/live/axis-extent.ts';

it.each([
  [0, 0.5],
  [0.5, 0.5],
  [0.6, 1],
  [3, 4],
  [4.1, 8],
])('after %d s of a trial its time axis reaches to %d s', (elapsed, extent) => {
  expect(axisExtent(elapsed * 1e9)).toBe(extent * 1e9);
});
