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
    expect(shown({ on_cpu_share: null, runs: 5 })).toEqual(['runs: 5']);
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
