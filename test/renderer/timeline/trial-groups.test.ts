import { describe, expect, it } from 'vitest';
import { orderedFor, slotNames } from '../../../src/renderer/timeline/trial-groups.ts';
import { groupOf } from './sessions.ts';

const trialOf = (trial: number, name: string, throughputPerS: number | null) =>
  groupOf({ trial, name, throughputPerS });

describe('the names of lanes', () => {
  it('are those of their workers, and of slots where one worker serves several', () => {
    expect(slotNames(['thread 0 · tid 7', 'thread 1 · tid 8', ''])).toEqual([
      'thread 0 · tid 7',
      'thread 1 · tid 8',
      '',
    ]);
    expect(slotNames(['event loop', 'event loop', ''])).toEqual(['slot 0', 'slot 1', '']);
  });
});

describe('the order of trials', () => {
  const groups = [
    trialOf(0, 'event-loop × 1', 10),
    trialOf(1, 'thread-pool × 2', 30),
    trialOf(2, 'process-pool × 2', null),
    trialOf(3, 'event-loop × 1', 12),
    trialOf(4, 'thread-pool × 2', 20),
    trialOf(5, 'thread-pool × 2', 5),
  ];

  it('is that of the recording on the clock of the session', () => {
    expect(orderedFor('recorded', groups)).toEqual(groups);
  });

  it('puts the fastest configuration first, its repeats together, and the unknown last when trials are compared', () => {
    expect(orderedFor('aligned', groups).map(({ trial }) => trial)).toEqual([1, 4, 5, 0, 3, 2]);
  });
});
