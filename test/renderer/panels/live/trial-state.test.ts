import { expect, it } from 'vitest';
import type { LiveTrial } from '../../../../src/shared/jobs.ts';
import { trialStates } from '../../../../src/renderer/panels/live/trial-state.ts';

const trial = (settled: number, endNs: number | null): LiveTrial => ({
  trial: 0,
  executor: 'event-loop',
  workers: 1,
  repeat: 1,
  startNs: 0,
  endNs,
  settled,
  failed: 0,
});

it('a trial that ended before its tasks had was cut short', () => {
  expect(trialStates([trial(40, 10), trial(12, 20), trial(3, null)], 40, false)).toEqual([
    'done',
    'cut-short',
    'running',
  ]);
});

it('what was measured under one trial tells how many tasks the others had', () => {
  expect(trialStates([trial(40, 10), trial(12, 20)], 0, false)).toEqual(['done', 'cut-short']);
});

it('a first trial that was stopped is measured by the tasks that it had', () => {
  expect(trialStates([trial(12, 20)], 40, false)).toEqual(['cut-short']);
  expect(trialStates([], 40, false)).toEqual([]);
});

it('the trial that was under way when its lab ended was cut short', () => {
  expect(trialStates([trial(40, 10), trial(3, null)], 40, true)).toEqual(['done', 'cut-short']);
});
