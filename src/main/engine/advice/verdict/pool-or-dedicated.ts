import { familyOf, type ExecutorFamily } from '../../../../shared/executors.ts';
import type { TrialReport } from '../../../../shared/lab-report.ts';
import { rankedTrials } from '../../../../shared/ranking.ts';
import { median } from '../../../../shared/statistics.ts';
import type { Answered, VerdictBasis } from './basis.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { taskMsOf } from './boundness.ts';

/** Question 2: many tasks for kept workers, or few long ones with a worker each? */

/** A worker of its own for every task pays when starting it is small beside the task. */
const dedicatedFrom = 20;
const few = 2;

export function poolOrDedicatedStep({ trials, probe, processStartNs, countIsOpen }: VerdictBasis): Answered {
  const taskMs = taskMsOf(probe);
  const threadStartMs = startupOf(trials, 'thread-per-task') ?? (probe?.threadStartNs ?? Number.NaN) / 1e6;
  const processStartMs =
    startupOf(trials, 'process-per-task') ?? (probe?.processStartNs ?? processStartNs) / 1e6;
  const tasks = trials.length === 0 || countIsOpen ? null : Math.max(...trials.map((trial) => trial.tasks));
  const knows = taskMs !== null && Number.isFinite(threadStartMs);
  const ranked = rankedTrials(trials);
  const pool = bestOf(ranked, ['thread-pool', 'process-pool']);
  const dedicated = bestOf(ranked, ['thread-per-task', 'process-per-task']);
  return {
    question: 'Many ad hoc tasks, or one long complex one?',
    answer: knows ? answerOf(taskMs, threadStartMs, tasks) : 'not known: the task could not be run alone',
    evidence: {
      tasks,
      task_ms: taskMs,
      thread_start_ms: Number.isFinite(threadStartMs) ? threadStartMs : null,
      process_start_ms: processStartMs,
      pool_per_s: pool?.score ?? null,
      dedicated_per_s: dedicated?.score ?? null,
    },
  };
}

function answerOf(taskMs: number, startMs: number, tasks: number | null): string {
  const long = taskMs >= startMs * dedicatedFrom;
  if (long && tasks !== null && tasks <= few)
    return 'few and long: a dedicated thread or process costs little beside it';
  if (long)
    return 'many, but long: a pool bounds how many run at once, and a worker per task would cost little more';
  return 'many: a pool pays the start of its workers once, a worker per task pays it every time';
}

const bestOf = (trials: readonly TrialReport[], families: readonly ExecutorFamily[]): Candidate | null =>
  candidatesOf(
    trials.filter(({ executor }) => families.includes(familyOf(executor))),
    'throughput',
  )[0] ?? null;

const startupOf = (trials: readonly TrialReport[], family: ExecutorFamily): number | null =>
  median(
    trials
      .filter((trial) => familyOf(trial.executor) === family)
      .map((trial) => trial.startup_ms ?? Number.NaN),
  );
