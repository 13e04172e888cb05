import type { Configuration } from '../../../shared/experiment.ts';
import { familyOf } from '../../../shared/executors.ts';
import { counted, formatBytes } from '../../../shared/figures.ts';
import type { Skipped, TrialReport } from '../../../shared/lab-report.ts';
import type { TaskProbe } from '../../../shared/worker-protocol.ts';

/** What memory is not to be planned with, for the rest of the system. */
const spareShare = 0.1;

/**
 * Why a configuration would not fit into the memory that is free, in bytes; null when it does, or when nobody can tell. One worker is taken for what one took
 * in an earlier trial of the executor, or else in the process that ran the task alone.
 */
export function memoryObjection(
  configuration: Configuration,
  probe: TaskProbe | null,
  trials: readonly TrialReport[],
  freeBytes: number,
): Skipped | null {
  const { executor, workers } = configuration;
  const eachBytes = bytesOfWorker(configuration, probe, trials);
  if (eachBytes === null) return null;
  const usableBytes = freeBytes * (1 - spareShare);
  if (eachBytes * workers <= usableBytes) return null;
  const fitting = Math.floor(usableBytes / eachBytes);
  return {
    executor,
    reason: `${counted(workers, 'worker')} would take about ${formatBytes(eachBytes * workers)} of memory, ${formatBytes(eachBytes)} each, and ${formatBytes(freeBytes)} are free.`,
    remedy:
      fitting < 1
        ? 'Free memory, or make a task need less of it.'
        : `Give fewer workers (--workers ${fitting} would fit), or free memory.`,
  };
}

function bytesOfWorker(
  { executor }: Configuration,
  probe: TaskProbe | null,
  trials: readonly TrialReport[],
): number | null {
  const family = familyOf(executor);
  // What is in flight on a loop is the task's own data; nobody can project that.
  if (family === 'event-loop') return null;
  const base = probe?.residentBytes ?? null;
  const threads = family === 'thread-pool' || family === 'thread-per-task';
  const alone = threads ? (probe?.threadResidentBytes ?? null) : base;
  const measured = trials.flatMap((trial) => {
    if (trial.executor !== executor || trial.peak_rss_mb === null) return [];
    // The runner itself is no worker.
    const ofWorkers = trial.peak_rss_mb * 1e6 - (base ?? 0);
    return ofWorkers <= 0 ? [] : [ofWorkers / trial.workers];
  });
  return measured.length === 0 ? alone : Math.max(...measured);
}
