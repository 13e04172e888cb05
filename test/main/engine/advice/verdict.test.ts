import { describe, expect, it } from 'vitest';
import { decide, type VerdictBasis } from '../../../../src/main/engine/advice/verdict.ts';
import type { Executor } from '../../../../src/shared/executors.ts';
import type { TrialReport } from '../../../../src/shared/lab-report.ts';
import type { TaskProbe } from '../../../../src/shared/worker-protocol.ts';

const trial = (executor: Executor, throughput: number, more: Partial<TrialReport> = {}): TrialReport => ({
  executor,
  workers: 2,
  cores: [0, 1],
  pin: 'each',
  repeat: 1,
  complete: true,
  tasks: 100,
  failed: 0,
  wall_ms: 1000,
  throughput_per_s: throughput,
  on_cpu_ms: 1000,
  off_cpu_ms: 0,
  run_delay_ms: 0,
  voluntary_switches: 1,
  involuntary_switches: 1,
  migrations: 0,
  outside_affinity_ms: 0,
  startup_ms: 10,
  per_core: [],
  task_ms: { p50: 1, p95: 2, p99: 3 },
  queue_ms: { p50: 1, p95: 2, p99: 3 },
  peak_rss_mb: 50,
  ...more,
});

/** One trial per throughput. */
const repeats = (executor: Executor, throughputs: readonly number[], more: Partial<TrialReport> = {}) =>
  throughputs.map((throughput, at) => trial(executor, throughput, { repeat: at + 1, ...more }));

const cpuBound: TaskProbe = {
  runs: 10,
  failed: 0,
  wallNs: 100e6,
  runDelayNs: 0,
  onCpuNs: 98e6,
  async: false,
  threadStartNs: 30e6,
  processStartNs: null,
};
const decided = (trials: readonly TrialReport[], more: Partial<VerdictBasis> = {}) =>
  decide({ trials, probe: cpuBound, objective: 'throughput', processStartNs: 50e6, ...more });

describe('the verdict', () => {
  it('does not take time spent waiting for a busy core for waiting of the task', () => {
    const crowded: TaskProbe = { ...cpuBound, wallNs: 400e6, runDelayNs: 300e6 };
    expect(decided(repeats('event-loop', [50, 51, 52]), { probe: crowded }).boundness).toBe('cpu');
    expect(
      decided(repeats('event-loop', [50, 51, 52]), { probe: { ...crowded, runDelayNs: 0 } }).boundness,
    ).toBe('io');
  });

  it('is clear when one is ahead by more than its repeats differ', () => {
    const verdict = decided([
      ...repeats('event-loop', [50, 51, 52]),
      ...repeats('thread-pool', [100, 101, 102]),
      ...repeats('process-pool', [80, 81, 82]),
    ]);
    expect(verdict).toMatchObject({ executor: 'thread-pool', workers: 2, confidence: 'clear' });
    expect(verdict.margin).toBeCloseTo(101 / 81);
  });

  it('chooses the simplest of those within noise of the best', () => {
    const verdict = decided([
      ...repeats('process-pool', [90, 101, 112]),
      ...repeats('thread-pool', [89, 100, 111]),
      ...repeats('event-loop', [49, 50, 51]),
    ]);
    expect(verdict).toMatchObject({ executor: 'thread-pool', confidence: 'within-noise' });
    expect(verdict.margin).toBeCloseTo(100 / 101);
  });

  it('chooses the fewest workers among equals of one executor', () => {
    const verdict = decided([
      ...repeats('thread-pool', [99, 101, 103], { workers: 8 }),
      ...repeats('thread-pool', [98, 100, 102], { workers: 2 }),
    ]);
    expect(verdict).toMatchObject({ executor: 'thread-pool', workers: 2, confidence: 'within-noise' });
  });

  it('does not take a small lead of a single repeat for a difference, but a large one', () => {
    expect(decided([trial('event-loop', 100), trial('thread-pool', 110)])).toMatchObject({
      executor: 'event-loop',
      confidence: 'within-noise',
    });
    expect(decided([trial('event-loop', 100), trial('thread-pool', 200)])).toMatchObject({
      executor: 'thread-pool',
      confidence: 'clear',
    });
  });

  it('never lets one win under which more tasks failed', () => {
    const verdict = decided([
      ...repeats('thread-pool', [500, 501, 502], { failed: 1 }),
      ...repeats('process-pool', [80, 81, 82]),
    ]);
    expect(verdict).toMatchObject({ executor: 'process-pool', confidence: 'clear' });
  });

  it('cannot tell when nothing ran to its end, or all that ran failed', () => {
    const nothing = { executor: null, workers: null, margin: null, confidence: 'cannot-tell' };
    expect(decided([])).toMatchObject(nothing);
    expect(decided([trial('thread-pool', 100, { complete: false })])).toMatchObject(nothing);
    expect(decided([trial('thread-pool', 100, { failed: 100 })])).toMatchObject(nothing);
  });

  it('has no margin over nobody', () => {
    expect(decided(repeats('thread-pool', [100, 101, 102]))).toMatchObject({
      executor: 'thread-pool',
      margin: null,
    });
  });

  it('ranks by what was asked for', () => {
    const trials = [
      ...repeats('event-loop', [10, 10, 10], { peak_rss_mb: 40, task_ms: { p50: 5, p95: 9, p99: 9 } }),
      ...repeats('thread-pool', [90, 90, 90], { peak_rss_mb: 90, task_ms: { p50: 5, p95: 6, p99: 9 } }),
      ...repeats('process-pool', [50, 50, 50], { peak_rss_mb: 150, task_ms: { p50: 5, p95: 3, p99: 9 } }),
    ];
    expect(decided(trials, { objective: 'throughput' }).executor).toBe('thread-pool');
    expect(decided(trials, { objective: 'latency' }).executor).toBe('process-pool');
    expect(decided(trials, { objective: 'memory' }).executor).toBe('event-loop');
  });
});

describe('the steps of the verdict', () => {
  it.each([
    [98, 'cpu'],
    [50, 'mixed'],
    [5, 'io'],
  ] as const)('call a task %i %% on a core alone %s', (percent, boundness) => {
    const verdict = decided([trial('thread-pool', 100)], {
      probe: { ...cpuBound, onCpuNs: percent * 1e6 },
    });
    expect(verdict.boundness).toBe(boundness);
    expect(verdict.steps[0]).toMatchObject({ step: 1, evidence: { on_cpu_share: percent / 100 } });
  });

  it('say that it is not known when the task could not be run alone', () => {
    const verdict = decided([trial('thread-pool', 100)], { probe: null });
    expect(verdict.boundness).toBeNull();
    expect(verdict.steps[0]?.evidence).toMatchObject({ on_cpu_share: null, task_ms: null });
  });

  it('are numbered, and each has figures', () => {
    const { steps } = decided(repeats('thread-pool', [100, 101, 102]));
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3]);
    for (const { question, answer, evidence } of steps) {
      expect(question).toMatch(/\?$/);
      expect(answer).not.toBe('');
      expect(Object.keys(evidence).length).toBeGreaterThan(0);
    }
  });
});
