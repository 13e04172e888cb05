import { formatCount, formatMegabytes, formatMilliseconds, formatRate } from '../../../../shared/figures.ts';
import type { TrialReport } from '../../../../shared/lab-report.ts';

/** A figure of single trials, a row of the table that a configuration opens to. */
export interface RepeatFigure {
  readonly title: string;
  readonly cell: (trial: TrialReport) => string;
}

const count = (value: number | null): string => (value === null ? '–' : formatCount(value));

export const repeatFigures: readonly RepeatFigure[] = [
  { title: 'tasks per second', cell: ({ throughput_per_s: rate }) => formatRate(rate) },
  { title: 'tasks', cell: ({ tasks }) => formatCount(tasks) },
  { title: 'failed', cell: ({ failed }) => formatCount(failed) },
  { title: 'wall time', cell: ({ wall_ms: ms }) => formatMilliseconds(ms) },
  { title: 'task p50', cell: ({ task_ms: { p50 } }) => formatMilliseconds(p50) },
  { title: 'task p95', cell: ({ task_ms: { p95 } }) => formatMilliseconds(p95) },
  { title: 'task p99', cell: ({ task_ms: { p99 } }) => formatMilliseconds(p99) },
  { title: 'queued p50', cell: ({ queue_ms: { p50 } }) => formatMilliseconds(p50) },
  { title: 'queued p95', cell: ({ queue_ms: { p95 } }) => formatMilliseconds(p95) },
  { title: 'queued p99', cell: ({ queue_ms: { p99 } }) => formatMilliseconds(p99) },
  { title: 'on CPU', cell: ({ on_cpu_ms: ms }) => formatMilliseconds(ms) },
  { title: 'off CPU', cell: ({ off_cpu_ms: ms }) => formatMilliseconds(ms) },
  { title: 'run delay', cell: ({ run_delay_ms: ms }) => formatMilliseconds(ms) },
  { title: 'voluntary switches', cell: ({ voluntary_switches: switches }) => count(switches) },
  { title: 'involuntary switches', cell: ({ involuntary_switches: switches }) => count(switches) },
  { title: 'migrations', cell: ({ migrations }) => count(migrations) },
  { title: 'outside affinity', cell: ({ outside_affinity_ms: ms }) => formatMilliseconds(ms) },
  { title: 'startup', cell: ({ startup_ms: ms }) => formatMilliseconds(ms) },
  { title: 'peak RSS', cell: ({ peak_rss_mb: megabytes }) => formatMegabytes(megabytes) },
];
