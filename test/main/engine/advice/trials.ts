import type { Executor } from '../../../../src/shared/executors.ts';
import type { TrialReport } from '../../../../src/shared/lab-report.ts';

/** A trial of a hundred tasks in which nothing special happened, but for what the test names. */
export const trialOf = (
  executor: Executor,
  throughput: number,
  more: Partial<TrialReport> = {},
): TrialReport => ({
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
