import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../src/renderer/connection/back-off.ts';

describe('retryDelayMs', () => {
  it('begins at once, doubles, and never waits longer than five seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 1000].map(retryDelayMs)).toEqual([
      250, 500, 1000, 2000, 4000, 5000, 5000, 5000,
    ]);
  });
});
