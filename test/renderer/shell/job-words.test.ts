import { describe, expect, it } from 'vitest';
import { fileName, jobWords } from '../../../src/renderer/shell/job-words.ts';
import type { Job, LabProgress } from '../../../src/shared/jobs.ts';

const progress: LabProgress = {
  phase: 'running',
  planned: null,
  trialsDone: 1,
  trialsPlanned: 4,
  settled: 3,
  tasks: 10,
  idleSeconds: 0,
  fraction: 0.325,
  secondsLeft: 11.4,
};
const lab = (state: Job['state'], found: LabProgress | null): Job => ({
  id: 'a',
  startedAt: '2026-11-22T12:00:00.000Z',
  state,
  work: {
    kind: 'lab',
    task: '/home/me/primes.ts',
    session: '/data/a.corelane',
    progress: found,
    liveEveryMs: 100,
  },
});

describe('jobWords', () => {
  it('says how far a lab is and how long it takes', () => {
    expect(jobWords(lab({ type: 'running' }, progress))).toEqual({
      name: 'primes.ts',
      progress: '33 % · 12.0 s left',
      fraction: 0.325,
    });
  });

  it('promises no time before the first trial has ended', () => {
    expect(jobWords(lab({ type: 'running' }, { ...progress, secondsLeft: null })).progress).toBe('33 %');
    expect(jobWords(lab({ type: 'running' }, null))).toMatchObject({ progress: 'Starting…', fraction: null });
  });

  it('says how long a program has run, and promises no end', () => {
    const work: Job['work'] = {
      kind: 'profile',
      command: 'python3 crawl.py',
      session: '/data/a.corelane',
      liveEveryMs: 100,
      progress: {
        phase: 'running',
        elapsedNs: 12.9e9,
        scheduling: null,
        activity: null,
        outputCharacters: 0,
        outputDropped: 0,
      },
    };
    expect(jobWords({ ...lab({ type: 'running' }, null), work })).toEqual({
      name: 'python3 crawl.py',
      progress: 'Running · 12 s',
      fraction: null,
    });
  });

  it('says that it stops', () => {
    expect(jobWords(lab({ type: 'stopping' }, progress)).progress).toBe('Stopping…');
  });
});

describe('fileName', () => {
  it('is the last part of a path of any system', () => {
    expect(['/a/b.ts', 'C:\\a\\b.ts', 'b.ts', '/a/b.ts/'].map(fileName)).toEqual([
      'b.ts',
      'b.ts',
      'b.ts',
      'b.ts',
    ]);
  });
});
