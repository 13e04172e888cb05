import { describe, expect, it } from 'vitest';
import { formatP, formatRatio, verdictOf } from '../../src/shared/compared-figures.ts';
import type { ComparedMetric, FigureName } from '../../src/shared/comparison.ts';

const found = (
  name: FigureName,
  ratio: number,
  low: number,
  high: number,
): Omit<ComparedMetric, 'verdict'> => ({
  subject: 'thread-pool × 2',
  name,
  a: 100,
  b: 100 * ratio,
  ratio,
  low,
  high,
  interval: 'bootstrap',
  no_interval: null,
  significant: low > 1 || high < 1,
  better: null,
  samples: { a: 5, b: 5 },
  rank_test: null,
  effect: null,
  repeats_to_find_5_percent: 12,
});

describe('the sentence on a figure', () => {
  it.each([
    {
      name: 'wall_ms',
      more: 'A is 1.25 times as fast (1.20–1.30)',
      less: 'B is 1.25 times as fast (1.20–1.30)',
    },
    {
      name: 'throughput_per_s',
      more: 'B is 1.25 times as fast (1.20–1.30)',
      less: 'A is 1.25 times as fast (1.20–1.30)',
    },
    {
      name: 'on_cpu_ms',
      more: 'B uses 1.25 times as much CPU time (1.20–1.30)',
      less: 'A uses 1.25 times as much CPU time (1.20–1.30)',
    },
    {
      name: 'task_p95_ms',
      more: 'B’s 95th percentile of tasks takes 1.25 times as long (1.20–1.30)',
      less: 'A’s 95th percentile of tasks takes 1.25 times as long (1.20–1.30)',
    },
    {
      name: 'peak_rss_mb',
      more: 'B needs 1.25 times as much memory (1.20–1.30)',
      less: 'A needs 1.25 times as much memory (1.20–1.30)',
    },
  ] as const)('of $name names the one that a factor above 1 is true of', ({ name, more, less }) => {
    expect(verdictOf(found(name, 1.25, 1.2, 1.3))).toBe(more);
    expect(verdictOf(found(name, 1 / 1.25, 1 / 1.3, 1 / 1.2))).toBe(less);
  });

  it('says how many more repeats would find 5 %, roughly, unless so much is ruled out', () => {
    expect(verdictOf(found('wall_ms', 1.01, 0.9, 1.1))).toBe(
      'no difference found; about 12 more repeats would find 5 %',
    );
    expect(verdictOf({ ...found('wall_ms', 1.01, 0.9, 1.1), repeats_to_find_5_percent: 1234 })).toBe(
      'no difference found; about 1,200 more repeats would find 5 %',
    );
    expect(verdictOf({ ...found('wall_ms', 1.01, 0.9, 1.1), repeats_to_find_5_percent: 0 })).toBe(
      'no difference found',
    );
    expect(verdictOf(found('wall_ms', 1.01, 0.99, 1.02))).toBe(
      'no difference found; one of 5 % can be ruled out',
    );
  });
});

describe('ratios and chances', () => {
  it('have as many digits as tell them from 1', () => {
    expect([1, 1.25, 1.004, 0.9996, 1.00001, 12.34, 250.4, null].map(formatRatio)).toEqual([
      '1.00',
      '1.25',
      '1.004',
      '0.9996',
      '1.00',
      '12.3',
      '250',
      '–',
    ]);
    expect([0.0002, 0.0234, 0.4].map(formatP)).toEqual(['< 0.001', '0.023', '0.40']);
  });
});
