import { configurations, type Configuration, type LabRequest } from '../../../shared/experiment.ts';
import { executorsOf, familyOf, type ExecutorFamily, type Language } from '../../../shared/executors.ts';
import type { Skipped } from '../../../shared/lab-report.ts';
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
  language: Language,
  cores: number,
): Selection {
  const { tasks, refusals } = inspection;
  const startNs: Readonly<Partial<Record<ExecutorFamily, number | null>>> = {
    'thread-per-task': probe?.threadStartNs ?? null,
    'process-per-task': probe?.processStartNs ?? processStartNs,
  };

  const wanted = request.executors ?? executorsOf[language];
  const skipped = refusals.filter(({ executor }) => wanted.includes(executor));
  const runnable = wanted.filter((executor) => {
    if (skipped.some((refused) => refused.executor === executor)) return false;
    const oneNs = startNs[familyOf(executor)] ?? 0;
    const startingNs = (tasks * oneNs) / cores;
    if (request.executors === null && startingNs > (request.budget ?? longestStartingNs)) {
      skipped.push({
        executor,
        reason: `Starting a worker for each of ${tasks} tasks would take about ${Math.round(startingNs / 1e9)} s a trial, at ${(oneNs / 1e6).toFixed(0)} ms each.`,
        remedy: `Name it with --executors ${executor} to run it all the same, or give fewer --tasks.`,
      });
      return false;
    }
    return true;
  });
  return { configurations: configurations(runnable, request.workers, cores, tasks), skipped };
}
