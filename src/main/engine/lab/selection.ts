import type { LabRequest } from '../../../shared/experiment.ts';
import { executorsOf, familyOf, type Executor, type Language } from '../../../shared/executors.ts';
import { counted, formatMilliseconds } from '../../../shared/figures.ts';
import type { Skipped } from '../../../shared/lab-report.ts';
import { cpuBoundFrom } from '../advice/verdict/probe-time.ts';
import { choosesTasks, defaultBudgetMs, type Sources } from './lab-plan.ts';
import { ladderAsAsked, ladderOf, startOfEachNs, trialNs, type Ladder } from './ladder.ts';
import type { Study } from './study.ts';
import { natureOf } from './task-nature.ts';

export interface Selection {
  readonly ladders: readonly Ladder[];
  readonly skipped: readonly Skipped[];
}

/** Of a fixed number of trials without a budget, one that would take longer than this only to start its workers is skipped, unless it was asked for. */
const longestStartingMs = 30_000;
/** Where a budget is shared out, one that would take more than this share of it for that, when its tasks are over sooner than their workers are up. */
const longestStartingShare = 0.15;
/** A worker count is not tried when a trial with it would take more than this share of the time for all. */
const longestTrialShare = 0.1;

/** What to compare: the executors asked for, else all, without those that cannot run this task or would take unreasonably long. */
export function select(
  request: LabRequest,
  sources: Pick<Sources, 'studied' | 'studiedVariant'>,
  language: Language,
  cores: number,
): Selection {
  const wanted = request.executors ?? executorsOf[language];
  const skipped = wanted.flatMap((executor) => skippedOf(executor, request, sources, cores) ?? []);
  const runnable = wanted.filter((executor) => !skipped.some((one) => one.executor === executor));
  const budgetMs = request.budget === null ? defaultBudgetMs : request.budget / 1e6;
  const ladders = runnable.map((executor) => {
    if (request.workers !== null) return ladderAsAsked(executor, request.workers, cores);
    const study = studyFor(executor, sources);
    return ladderOf(executor, {
      nature: natureOf(study),
      cores,
      tasks: choosesTasks(request, sources) ? null : study.inspection.tasks,
      longestTrialNs: budgetMs * longestTrialShare * 1e6,
    });
  });
  return { ladders, skipped };
}

const studyFor = (
  executor: Executor,
  { studied, studiedVariant }: Pick<Sources, 'studied' | 'studiedVariant'>,
): Study => (familyOf(executor) === 'event-loop' ? (studiedVariant ?? studied) : studied);

function skippedOf(
  executor: Executor,
  request: LabRequest,
  sources: Pick<Sources, 'studied' | 'studiedVariant'>,
  cores: number,
): Skipped | null {
  const study = studyFor(executor, sources);
  const refusal = study.inspection.refusals.find((refused) => refused.executor === executor);
  if (refusal !== undefined) return refusal;
  if (request.executors !== null || choosesTasks(request, sources)) return null;
  const family = familyOf(executor);
  const nature = natureOf(study);
  const { tasks } = study.inspection;
  const budgetMs = request.budget === null ? null : request.budget / 1e6;
  const eachNs = startOfEachNs(family, nature);
  const startingMs = (tasks * eachNs) / cores / 1e6;
  const isShared = request.repeat === null && eachNs > (nature.taskNs ?? 0);
  const mostMs = isShared
    ? (budgetMs ?? defaultBudgetMs) * longestStartingShare
    : (budgetMs ?? longestStartingMs);
  if (startingMs > mostMs) {
    return {
      executor,
      reason: `Starting a worker for each of ${tasks} tasks would take about ${Math.round(startingMs / 1e3)} s a trial, at ${(eachNs / 1e6).toFixed(0)} ms each.`,
      remedy: `Name it with --executors ${executor} to run it all the same, or give fewer --tasks.`,
    };
  }
  const oneByOneMs = trialNs(family, 1, { nature, cores, tasks }) / 1e6;
  const waits = nature.onCpuShare !== null && nature.onCpuShare < cpuBoundFrom;
  if (
    family === 'event-loop' &&
    !nature.interleaves &&
    waits &&
    oneByOneMs > (budgetMs ?? longestStartingMs) / 2
  ) {
    return {
      executor,
      reason: `The task waits without letting the loop go on, so ${counted(tasks, 'task')} would run one after the other, ${formatMilliseconds(oneByOneMs)} a trial.`,
      remedy: `Give the same work as an async function (--async-variant FILE:FN), or name ${executor} with --executors.`,
    };
  }
  return null;
}
