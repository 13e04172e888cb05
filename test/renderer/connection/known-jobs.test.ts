import { describe, expect, it } from 'vitest';
import { withJob, withReported } from '../../../src/renderer/connection/known-jobs.ts';
import type { Job, JobState } from '../../../src/shared/jobs.ts';

const job = (id: string, state: JobState): Job => ({
  id,
  startedAt: '2026-11-22T12:00:00.000Z',
  state,
  work: { kind: 'lab', task: 'primes.ts', session: `/data/${id}.corelane`, progress: null, liveEveryMs: 100 },
});
const running = job('a', { type: 'running' });
const done = job('b', { type: 'done' });

describe('withJob', () => {
  it('adds a job that is new and replaces one that is known', () => {
    const ended = job('a', { type: 'done' });
    expect(withJob([done], running)).toEqual([done, running]);
    expect(withJob([running, done], ended)).toEqual([ended, done]);
  });
});

describe('withReported', () => {
  it('takes what the engine says of the jobs it names', () => {
    const ended = job('a', { type: 'interrupted', kept: true });
    expect(withReported([running], [ended])).toEqual([ended]);
  });

  it('keeps what had ended before', () => {
    expect(withReported([done], [])).toEqual([done]);
  });

  it('calls a job ended that was under way and of which a new engine knows nothing', () => {
    expect(withReported([running], [])).toMatchObject([{ id: 'a', state: { type: 'failed', kept: true } }]);
  });
});
