import { describe, expect, it } from 'vitest';
import { distributionRows } from '../../../../../src/renderer/panels/session/latency/distribution.ts';
import type { LatencyReport } from '../../../../../src/shared/session-queries.ts';

const configuration = (counts: readonly number[]): LatencyReport['configurations'][number] => ({
  executor: 'thread-pool',
  workers: 2,
  tasks: counts.reduce((total, count) => total + count, 0),
  counts: Uint32Array.from(counts),
  p50Ns: 10,
  p95Ns: 100,
  p99Ns: 100,
  maxNs: 100,
});

const latency = (...counts: readonly (readonly number[])[]): LatencyReport => ({
  metric: 'run',
  edgesNs: Float64Array.from([1, 10, 100, 1000, 10_000, 100_000]),
  configurations: counts.map(configuration),
});

describe('the distribution of durations', () => {
  it('shows shares of each configuration, so that unlike numbers of tasks compare', () => {
    const rows = distributionRows(latency([0, 1, 1, 0, 0], [0, 30, 10, 0, 0]), [0, 1]);
    expect(rows.find(({ ns }) => ns === 10)).toEqual({ ns: 10, c0: 0.5, c1: 0.75 });
  });

  it('leaves out empty ends and keeps an empty bin on each side', () => {
    expect(distributionRows(latency([0, 0, 4, 0, 0]), [0]).map(({ ns }) => ns)).toEqual([
      10, 100, 1000, 10_000,
    ]);
  });

  it('ends at the last edge when the last bin is filled', () => {
    const rows = distributionRows(latency([0, 0, 0, 0, 4]), [0]);
    expect(rows.at(-1)).toEqual({ ns: 100_000, c0: 0 });
  });

  it('is cut to the configurations that are shown', () => {
    expect(distributionRows(latency([4, 0, 0, 0, 0], [0, 0, 0, 4, 0]), [1]).map(({ ns }) => ns)).toEqual([
      100, 1000, 10_000, 100_000,
    ]);
  });

  it('is empty when nothing is known', () => {
    expect(distributionRows({ edgesNs: new Float64Array(0), configurations: [] }, [])).toEqual([]);
  });
});
