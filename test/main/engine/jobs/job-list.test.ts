import { describe, expect, it } from 'vitest';
import { JobList } from '../../../../src/main/engine/jobs/job-list.ts';
import { isUnderWay, type ExportWork, type Job } from '../../../../src/shared/jobs.ts';

const work: ExportWork = { kind: 'export', session: '/s', format: 'json', target: '/t', fraction: 0 };

describe('the list of jobs', () => {
  it('tells every change of a job', () => {
    const told: Job[] = [];
    const jobs = new JobList((job) => void told.push(job));
    const job = jobs.begin(work);
    job.update({ fraction: 0.5 });
    jobs.stop(job.id);
    expect(job.signal.aborted).toBe(true);
    job.update({ fraction: 0.6 });
    job.end({ type: 'interrupted', kept: false });
    expect(told.map(({ state }) => state.type)).toEqual([
      'running',
      'running',
      'stopping',
      'stopping',
      'interrupted',
    ]);
    expect(jobs.all()).toEqual([told.at(-1)]);
    expect(jobs.all()[0]?.work).toEqual({ ...work, fraction: 0.6 });
  });

  it('takes a second stop, and the stop of what has ended, for nothing new', () => {
    const told: Job[] = [];
    const jobs = new JobList((job) => void told.push(job));
    const job = jobs.begin(work);
    jobs.stop(job.id);
    jobs.stop(job.id);
    job.end({ type: 'done' });
    jobs.stop(job.id);
    jobs.stop('nobody');
    expect(told).toHaveLength(3);
  });

  it('remembers all that are under way, and the last twenty that ended', () => {
    const jobs = new JobList(() => undefined);
    const running = jobs.begin(work);
    const ended = Array.from({ length: 30 }, () => {
      const job = jobs.begin(work);
      job.end({ type: 'done' });
      return job.id;
    });
    expect(jobs.underWay().map(({ id }) => id)).toEqual([running.id]);
    expect(
      jobs
        .all()
        .filter((job) => !isUnderWay(job))
        .map(({ id }) => id),
    ).toEqual(ended.slice(-20));
  });
});
