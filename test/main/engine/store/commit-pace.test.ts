import { describe, expect, it } from 'vitest';
import { CommitPace } from '../../../../src/main/engine/store/commit-pace.ts';

describe('the pace of commits', () => {
  it('is 200 ms while they are cheap, slower as they become dear, and never more than a second', () => {
    const pace = new CommitPace();
    const intervals = [0, 400_000, 800_000, 1_600_000, 40_000_000].map((onCpuNs) => {
      for (let commit = 0; commit < 200; commit += 1) pace.add(onCpuNs);
      return Math.round(pace.intervalMs);
    });
    expect(intervals).toEqual([200, 200, 200, 400, 1000]);
  });

  it('hardly follows a single dear commit', () => {
    const pace = new CommitPace();
    for (let commit = 0; commit < 200; commit += 1) pace.add(1_000_000);
    pace.add(2_200_000);
    expect(Math.round(pace.intervalMs)).toBe(325);
  });
});
