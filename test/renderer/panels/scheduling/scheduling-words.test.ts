import { describe, expect, it } from 'vitest';
import {
  exactRemedies,
  isDoubtful,
  schedulingRemarks,
} from '../../../../src/renderer/panels/scheduling/scheduling-words.ts';
import type { Scheduling } from '../../../../src/shared/lab-report.ts';

const scheduling = (change: Partial<Scheduling>): Scheduling => ({
  mode: 'process',
  reason: 'The kernel allows it.',
  lost: 0,
  wakes: true,
  ...change,
});

describe('how scheduling was recorded', () => {
  it('is doubted when records were lost, and says how many', () => {
    expect(isDoubtful(scheduling({}))).toBe(false);
    expect(isDoubtful(scheduling({ lost: 12 }))).toBe(true);
    expect(schedulingRemarks(scheduling({ lost: 12 })).join(' ')).toContain('12 records');
  });

  it('speaks of wake-ups and losses only where single switches were recorded', () => {
    expect(schedulingRemarks(scheduling({ mode: 'sampled' }))).toEqual(['The kernel allows it.']);
    expect(schedulingRemarks(scheduling({ wakes: false })).join(' ')).toContain('not recorded');
  });

  it('tells what would allow exact recordings here', () => {
    const row = { name: 'exact-switches', available: false, reason: 'no', remedy: 'Lower it.' };
    expect(exactRemedies([row, { ...row, name: 'pinning' }])).toEqual(['Lower it.']);
    expect(exactRemedies([{ ...row, available: true, remedy: null }])).toEqual([]);
  });
});
