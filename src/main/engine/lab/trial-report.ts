import type { PlannedTrial } from '../../../shared/experiment.ts';
import type { PinPolicy, TrialReport } from '../../../shared/lab-report.ts';
import type { SchedulingTotals } from '../collector/collector.ts';
import type { TaskTally } from './task-tally.ts';

/** What is known of a trial when it ends, or when it is looked at before it has. */
export interface TrialFacts {
  readonly planned: PlannedTrial;
  readonly cores: readonly number[];
  readonly pin: PinPolicy;
  readonly complete: boolean;
  readonly tally: TaskTally;
  /** First submit to last settling by the runner's clock; null when the trial did not finish. */
  readonly wallNs: number | null;
  readonly startupNs: number | null;
  /** Null when the trial ended before its closing reading. */
  readonly totals: SchedulingTotals | null;
}

/** One row of a lab's report. An unfinished trial has the figures of what settled; scheduling totals then are null. */
export function reportTrial({
  planned,
  cores,
  pin,
  complete,
  tally,
  wallNs,
  startupNs,
  totals,
}: TrialFacts): TrialReport {
  const wall = wallNs ?? tally.spanNs;
  return {
    executor: planned.executor,
    workers: planned.workers,
    cores,
    pin,
    repeat: planned.repeat,
    complete,
    tasks: tally.settled,
    failed: tally.failed,
    wall_ms: milliseconds(wall),
    throughput_per_s: wall === null || wall <= 0 ? null : tally.settled / (wall / 1e9),
    on_cpu_ms: milliseconds(totals?.onCpuNs),
    off_cpu_ms: milliseconds(totals?.offCpuNs),
    run_delay_ms: milliseconds(totals?.runDelayNs),
    voluntary_switches: totals?.voluntarySwitches ?? null,
    involuntary_switches: totals?.involuntarySwitches ?? null,
    migrations: totals?.migrations ?? null,
    outside_affinity_ms: milliseconds(totals?.outsideAffinityNs),
    startup_ms: milliseconds(startupNs),
    per_core: totals?.perCore ?? [],
    task_ms: tally.taskMs(),
    queue_ms: tally.queueMs(),
    peak_rss_mb: totals?.peakRss === null || totals === null ? null : totals.peakRss / 1e6,
  };
}

const milliseconds = (ns: number | null | undefined): number | null =>
  ns === null || ns === undefined ? null : ns / 1e6;
