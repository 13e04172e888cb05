import { describe, expect, it } from 'vitest';
import {
  curveOf,
  lawColumns,
  whyNoCurve,
  withoutCurve,
} from '../../../../../src/renderer/panels/session/scaling/scaling-words.ts';
import type { ScalingReport } from '../../../../../src/shared/lab-report.ts';
import { report, trial } from '../reports.ts';

const known: ScalingReport = {
  executor: 'concurrent.futures.ThreadPoolExecutor',
  lambda_per_s: 12.34,
  sigma: { value: 0.0512, low: 0.02, high: 0.08 },
  kappa: { value: 0.001, low: 0, high: 0.004 },
  r2: 0.98765,
  optimum_workers: 6.43,
  points: [
    { workers: 1, throughput_per_s: 12, repeats: 3 },
    { workers: 2, throughput_per_s: 23, repeats: 3 },
  ],
  reason: null,
};
const unknown: ScalingReport = {
  ...known,
  lambda_per_s: null,
  sigma: null,
  kappa: null,
  r2: null,
  optimum_workers: null,
  reason: '2 worker counts were measured.',
};

const cells = (scaling: ScalingReport) => lawColumns.map(({ cell }) => cell(scaling));

describe('what is shown of an executor’s scaling', () => {
  it('are the figures of its law, with their intervals', () => {
    expect(cells(known)).toEqual([
      '6.4 workers',
      '12.3 /s',
      '0.051 (0.02 to 0.08)',
      '0.001 (0 to 0.004)',
      '0.988',
    ]);
    expect(cells({ ...known, executor: 'asyncio', optimum_workers: 200 })[0]).toBe('200 in flight');
  });

  it('is a dash where nothing is known, and points without a curve', () => {
    expect(new Set(cells(unknown))).toEqual(new Set(['–']));
    expect(curveOf(unknown)).toMatchObject({ law: null, optimum: null, name: 'ThreadPoolExecutor' });
    expect(curveOf(unknown).points).toEqual([
      { workers: 1, perSecond: 12 },
      { workers: 2, perSecond: 23 },
    ]);
  });

  it('says why there is no curve at all', () => {
    expect(whyNoCurve(report([]))).toMatch(/^No trial ended/);
    expect(
      whyNoCurve(report([trial({ workers: 2 }), trial({ executor: 'process-pool', workers: 4 })])),
    ).toMatch(/^Only one worker count/);
    expect(whyNoCurve(report([trial({ workers: 2 }), trial({ workers: 4, failed: 40 })]))).toMatch(
      /^No executor got tasks done/,
    );
  });

  it('says which executors ran with one worker count only', () => {
    const trials = [trial({ executor: 'thread-pool' }), trial({ executor: 'process-pool' })];
    expect(withoutCurve(report(trials, { scaling: [{ ...unknown, executor: 'process-pool' }] }))).toEqual([
      'thread-pool',
    ]);
  });
});
