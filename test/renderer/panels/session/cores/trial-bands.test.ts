import { describe, expect, it } from 'vitest';
import { trialBands } from '../../../../../src/renderer/panels/session/cores/trial-bands.ts';
import type { LabTrial } from '../../../../../src/renderer/panels/session/configuration.ts';

const extent = (change: Partial<LabTrial>): LabTrial => ({
  trial: 0,
  executor: 'event-loop',
  workers: 1,
  repeat: 1,
  fromNs: 0,
  toNs: 100,
  lanes: 1,
  laneNames: [],
  laneWorkers: [],
  ...change,
});

describe('bands of trials', () => {
  it('lie where the trials lie on the time axis', () => {
    expect(
      trialBands([extent({ fromNs: 100, toNs: 300 }), extent({ trial: 1, fromNs: 300, toNs: 400 })], 400),
    ).toEqual([
      { trial: 0, executor: 'event-loop', from: 0.25, width: 0.5 },
      { trial: 1, executor: 'event-loop', from: 0.75, width: 0.25 },
    ]);
  });

  it('are missing for trials without a task', () => {
    expect(trialBands([extent({ fromNs: null, toNs: null })], 400)).toEqual([]);
  });

  it('run to the end while a trial has no end', () => {
    expect(trialBands([extent({ fromNs: 100, toNs: null })], 400)[0]).toMatchObject({
      from: 0.25,
      width: 0.75,
    });
  });
});
