import { describe, expect, it } from 'vitest';
import type { LiveBatch, LiveTrial } from '../../../../src/shared/jobs.ts';
import { LabTape } from '../../../../src/renderer/panels/live/lab-tape.ts';
import { readingsOf, spansOf } from './live-rows.ts';

const trial = (number: number, rest: Partial<LiveTrial> = {}): LiveTrial => ({
  trial: number,
  executor: 'thread-pool',
  workers: 2,
  repeat: 1,
  startNs: number * 1000,
  endNs: null,
  settled: 0,
  failed: 0,
  ...rest,
});
const batch = (nowNs: number, rest: Partial<LiveBatch> = {}): LiveBatch => ({
  job: 'a',
  nowNs,
  trials: [],
  cores: readingsOf([]),
  spans: spansOf(0, []),
  output: [],
  ...rest,
});
const one = { lane: 0, startNs: 10, endNs: 20, tasks: 1, failed: 0 };

describe('what a window knows of a lab under way', () => {
  it('is nothing at first', () => {
    const tape = new LabTape();
    expect(tape.latestTrial).toBeNull();
    expect(tape.trials).toEqual([]);
  });

  it('grows by batches, and a trial is replaced by its newer state', () => {
    const tape = new LabTape();
    tape.add(batch(10, { trials: [trial(0)] }));
    tape.add(batch(20, { trials: [trial(0, { settled: 1 })], spans: spansOf(0, [one]) }));
    expect(tape.trials.map(({ settled }) => settled)).toEqual([1]);
    expect(tape.latestTrial?.spans.length).toBe(1);
    expect(tape.version).toBe(2);
  });

  it('goes on with the next trial, and keeps the last one until there is a next', () => {
    const tape = new LabTape();
    tape.add(batch(10, { trials: [trial(0, { endNs: 9 })], spans: spansOf(0, [one]) }));
    expect(tape.latestTrial?.trial.endNs).toBe(9);
    tape.add(batch(20, { trials: [trial(1)] }));
    expect(tape.latestTrial?.trial.trial).toBe(1);
    expect(tape.latestTrial?.spans.length).toBe(0);
  });

  it('passes over a batch that the history had already', () => {
    const tape = new LabTape();
    tape.add(batch(20, { trials: [trial(0, { settled: 1 })], spans: spansOf(0, [one]) }));
    tape.add(batch(20, { spans: spansOf(0, [one]) }));
    tape.add(batch(15, { trials: [trial(0)] }));
    expect(tape.latestTrial?.spans.length).toBe(1);
    expect(tape.trials[0]?.settled).toBe(1);
  });

  it('tells of every batch, and starts anew when it is watched again', () => {
    const tape = new LabTape();
    const told: number[] = [];
    const stop = tape.onChange(() => told.push(tape.version));
    tape.add(batch(20, { trials: [trial(0)] }));
    tape.restart();
    expect(tape.trials).toEqual([]);
    tape.add(batch(10, { trials: [trial(0)] }));
    expect(tape.trials).toHaveLength(1);
    stop();
    tape.add(batch(30));
    expect(told).toEqual([1, 2]);
  });
});
