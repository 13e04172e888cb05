import { describe, expect, it } from 'vitest';
import { evidenceFigures } from '../../../../src/renderer/panels/session/evidence.ts';

const shown = (evidence: Parameters<typeof evidenceFigures>[0]) =>
  evidenceFigures(evidence).map(({ label, value }) => `${label}: ${value}`);

describe('evidence of a verdict step', () => {
  it('reads the unit from the key', () => {
    expect(
      shown({ on_cpu_share: 0.981, task_ms: 12.54, chosen_per_s: 1234.5, chosen_peak_mb: 2048 }),
    ).toEqual([
      'on CPU: 98 %',
      'task alone: 12.5 ms',
      'recommended: 1,235 /s',
      'recommended, peak: 2,048 MB',
    ]);
  });

  it('names keys that it has no words for by their own, without the unit', () => {
    expect(shown({ loop_delay_ms: 3, open_sockets: 12_000, ratio: 1.23456 })).toEqual([
      'loop delay: 3.00 ms',
      'open sockets: 12,000',
      'ratio: 1.23',
    ]);
  });

  it('leaves out what is not known', () => {
    expect(shown({ on_cpu_share: null, runs: 5 })).toEqual(['runs alone: 5']);
  });

  it('puts the ends of an interval together, and leaves it out where there is none', () => {
    expect(shown({ gil: 'held', threads_speed_up: 1.043, speed_up_low: 0.98, speed_up_high: 1.102 })).toEqual(
      ['GIL: held', 'speed-up by threads: 1.04 ×', '95 % interval: 0.98 to 1.10 ×'],
    );
    expect(shown({ winner_over_next: 1.5, ratio_low: null, ratio_high: null, repeats: 1 })).toEqual([
      'recommended over next best: 1.50 ×',
      'repeats: 1',
    ]);
  });

  it('tells what one more in flight takes of memory', () => {
    expect(shown({ loop_mb_for_each: 0.0312, threads_mb_for_each: 12.4 })).toEqual([
      'each in flight: 0.031 MB',
      'each thread: 12 MB',
    ]);
  });

  it('takes words as they are', () => {
    expect(shown({ limited_by: 'the GIL' })).toEqual(['limited by: the GIL']);
  });
});

it('writes the numbers of processes and threads as they are, and amounts in thousands', () => {
  expect(shown({ loop_pid: 28075, tid: 4711, tasks: 28075 })).toEqual([
    'loop pid: 28075',
    'tid: 4711',
    'tasks: 28,075',
  ]);
});
