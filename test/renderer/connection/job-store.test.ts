import { beforeEach, describe, expect, it, vi } from 'vitest';
import { JobStore } from '../../../src/renderer/connection/job-store.ts';
import type { Job, JobState } from '../../../src/shared/jobs.ts';

const lab = (id: string, state: JobState = { type: 'running' }): Job => ({
  id,
  startedAt: '2026-11-22T12:00:00.000Z',
  state,
  work: { kind: 'lab', task: 'primes.ts', session: `/data/${id}.corelane`, progress: null, liveEveryMs: 100 },
});

describe('JobStore', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('tells at once that a job began and ended, and of the steps between them five times a second', () => {
    const jobs = new JobStore();
    const told = vi.fn<() => void>();
    jobs.onChange(told);
    jobs.changed(lab('a'));
    expect(told).toHaveBeenCalledTimes(1);
    for (let step = 0; step < 10; step++) {
      jobs.changed(lab('a'));
      vi.advanceTimersByTime(100);
    }
    expect(told).toHaveBeenCalledTimes(6);
    jobs.changed(lab('a'));
    jobs.changed(lab('a', { type: 'done' }));
    expect(told).toHaveBeenCalledTimes(7);
    vi.runAllTimers();
    expect(told).toHaveBeenCalledTimes(7);
  });

  it('leaves the others as they are when one job changes', () => {
    const jobs = new JobStore();
    jobs.reported([lab('a', { type: 'done' }), lab('b')]);
    const before = jobs.find('a');
    jobs.changed(lab('b'));
    expect(jobs.find('a')).toBe(before);
  });

  it('knows what is measured right now, and which session it records', () => {
    const jobs = new JobStore();
    jobs.reported([lab('a', { type: 'done' }), lab('b', { type: 'stopping' })]);
    expect(jobs.measurementUnderWay()).toBe('b');
    expect(jobs.measurementUnderWay('/data/b.corelane')).toBe('b');
    expect(jobs.measurementUnderWay('/data/a.corelane')).toBeNull();
  });
});
