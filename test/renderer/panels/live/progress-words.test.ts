import { describe, expect, it } from 'vitest';
import type { LabProgress } from '../../../../src/shared/jobs.ts';
import {
  describeCounts,
  describePhase,
  describeTimeLeft,
  silenceSeconds,
} from '../../../../src/renderer/panels/live/progress-words.ts';

const running: LabProgress = {
  phase: 'running',
  planned: { executor: 'thread-pool', workers: 2, repeat: 1 },
  trialsDone: 3,
  trialsPlanned: 15,
  settled: 120,
  tasks: 4800,
  idleSeconds: 0,
  fraction: 0.2,
  secondsLeft: 12.4,
};
const state = { type: 'running' } as const;

describe('progress in words', () => {
  it('says what is being done', () => {
    expect(describePhase(null, state)).toBe('Loading the task');
    expect(describePhase(running, state)).toBe('Running thread-pool × 2, repeat 1');
    expect(describePhase({ ...running, phase: 'starting' }, state)).toBe(
      'Starting workers and warming up: thread-pool × 2, repeat 1',
    );
    expect(describePhase(running, { type: 'stopping' })).toBe('Stopping');
  });

  it('counts trials from one and tasks in full', () => {
    expect(describeCounts(running)).toBe('Trial 4 of 15 · 120 of 4,800 tasks');
    expect(describeCounts({ ...running, phase: 'finishing', trialsDone: 15 })).toBe('15 trials done');
    expect(describeCounts({ ...running, trialsPlanned: 0 })).toBe('');
  });

  it('tells the time left in whole seconds, and nothing while nobody knows', () => {
    expect(describeTimeLeft(running)).toBe('about 12 s left');
    expect(describeTimeLeft({ ...running, secondsLeft: 0.2 })).toBe('less than a second left');
    expect(describeTimeLeft({ ...running, secondsLeft: 125 })).toBe('about 2m 05s left');
    expect(describeTimeLeft({ ...running, secondsLeft: null })).toBeNull();
  });

  it('speaks of silence only after ten seconds of it, and only while tasks are expected to settle', () => {
    expect(silenceSeconds({ ...running, idleSeconds: 9 })).toBeNull();
    expect(silenceSeconds({ ...running, idleSeconds: 31.4 })).toBe(31);
    expect(silenceSeconds({ ...running, phase: 'starting', idleSeconds: 31 })).toBeNull();
  });
});
