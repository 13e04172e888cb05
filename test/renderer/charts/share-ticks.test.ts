import { describe, expect, it } from 'vitest';
import { shareTicks } from '../../../src/renderer/charts/share-ticks.ts';

describe('ticks of shares', () => {
  it.each([
    [0.38, [0, 0.1, 0.2, 0.3, 0.4]],
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.2, [0, 0.05, 0.1, 0.15, 0.2]],
    [0.034, [0, 0.01, 0.02, 0.03, 0.04]],
    [0, [0, 0.001]],
  ])('are round and few up to %d', (greatest, ticks) => {
    expect(shareTicks(greatest)).toEqual(ticks);
  });
});
