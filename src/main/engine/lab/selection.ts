import { configurations, type Configuration, type LabRequest } from '../../../shared/experiment.ts';
import { nodeExecutors, type NodeExecutor, type Skipped } from '../../../shared/lab-report.ts';
import type { Study } from './study.ts';

export interface Selection {
  readonly configurations: readonly Configuration[];
  readonly skipped: readonly Skipped[];
}

/** A trial that would take longer than this only to start its workers is skipped, unless it was asked for. */
const longestStartingNs = 30e9;

/** What to compare: the executors asked for, else all, without those that cannot run this task or would take unreasonably long. */
export function select(
  request: LabRequest,
  { inspection, probe, processStartNs }: Study,
  cores: number,
): Selection {
  const { tasks, notCloneable } = inspection;
  const skipped: Skipped[] = [];
  const startNs: Readonly<Partial<Record<NodeExecutor, number | null>>> = {
    'thread-per-task': probe?.threadStartNs ?? null,
    'process-per-task': processStartNs,
  };

  const runnable = (request.executors ?? nodeExecutors).filter((executor) => {
    const uncloneable = blockedBy(executor, notCloneable);
    if (uncloneable !== null) {
      skipped.push({
        executor,
        reason: `Its inputs cannot cross to another ${executor.startsWith('thread') ? 'thread' : 'process'}: ${uncloneable}.`,
        remedy:
          'Make the inputs plain data (numbers, strings, arrays, objects, buffers), and build functions and handles inside the task.',
      });
      return false;
    }
    const startingNs = (tasks * (startNs[executor] ?? 0)) / cores;
    if (request.executors === null && startingNs > (request.budget ?? longestStartingNs)) {
      skipped.push({
        executor,
        reason: `Starting a worker for each of ${tasks} tasks would take about ${Math.round(startingNs / 1e9)} s a trial, at ${((startNs[executor] ?? 0) / 1e6).toFixed(0)} ms each.`,
        remedy: `Name it with --executors ${executor} to run it all the same, or give fewer --tasks.`,
      });
      return false;
    }
    return true;
  });
  return { configurations: configurations(runnable, request.workers, cores, tasks), skipped };
}

function blockedBy(executor: NodeExecutor, blocked: Study['inspection']['notCloneable']): string | null {
  switch (executor) {
    case 'event-loop':
      return null;
    case 'thread-pool':
    case 'thread-per-task':
      return blocked.threads;
    case 'process-pool':
    case 'process-per-task':
      return blocked.processes;
  }
}
