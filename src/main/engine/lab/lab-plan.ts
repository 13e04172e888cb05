import {
  defaultBudget,
  interleave,
  type Configuration,
  type LabRequest,
} from '../../../shared/experiment.ts';
import { familyOf, type Executor } from '../../../shared/executors.ts';
import type { PinPolicy, TrialReport } from '../../../shared/lab-report.ts';
import { median } from '../../../shared/statistics.ts';
import { nanosecondsPerMillisecond } from '../../../shared/units.ts';
import type { TaskSource } from '../../../shared/worker-protocol.ts';
import type { Ladder } from './ladder.ts';
import { fixedSchedule, type Schedule } from './schedule.ts';
import type { Study } from './study.ts';
import { sweep } from './sweep.ts';
import { natureOf } from './task-nature.ts';
import { tasksForTrial } from './trial-size.ts';

export const defaultBudgetMs = defaultBudget / nanosecondsPerMillisecond;
/** Of the budget, what is kept for running the two best again. */
const confirmationShare = 0.2;

/** And for looking for findings and closing the session. */
const finishingShare = 0.1;

/** How a lab goes about it. */
export interface LabPlan {
  readonly schedule: Schedule;
  /** Winner and runner-up are run again with their workers free on the cores. */
  readonly confirms: boolean;
  /** When that must be over, from the lab's start. */
  readonly confirmUntilMs: number;
  /** What a trial runs, and how many tasks of it. */
  material(configuration: Configuration, trials: readonly TrialReport[]): TrialMaterial;
  /** A sentence about numbers of tasks that the lab chose; null: it chose none. */
  readonly sizing: string | null;
}

export interface TrialMaterial {
  readonly source: TaskSource;
  readonly tasks: number;
}

/** What executors run: the task, or the variant of it that event loops run instead. */
export interface Sources {
  readonly task: TaskSource;
  readonly variant: TaskSource | null;
  readonly studied: Study;
  readonly studiedVariant: Study | null;
}

export interface PlanConditions {
  readonly request: LabRequest;
  readonly ladders: readonly Ladder[];
  readonly sources: Sources;
  readonly cores: readonly number[];
  readonly pin: PinPolicy;
}

/** `--repeat` gives exactly so many trials of each configuration; without it, as many as it takes. */
export function planLab({ request, ladders, sources, cores, pin }: PlanConditions): LabPlan {
  const { repeat } = request;
  const adaptive = repeat === null;
  const budgetMs = request.budget === null ? defaultBudgetMs : request.budget / 1e6;
  const confirms = adaptive && pin === 'each' && cores.length > 1;
  const schedule = adaptive
    ? sweep({
        ladders,
        objective: request.objective,
        budgetMs,
        reserveShare: finishingShare + (confirms ? confirmationShare : 0),
      })
    : fixedSchedule(interleave(configurationsOf(ladders), repeat), request.budget === null ? null : budgetMs);
  const sizes = choosesTasks(request, sources);
  return {
    schedule,
    confirms,
    confirmUntilMs: budgetMs * (1 - finishingShare),
    material: (configuration, trials) => {
      const { source, studied } = materialOf(configuration.executor, sources);
      if (!sizes) return { source, tasks: studied.inspection.tasks };
      const tasks = tasksForTrial(
        configuration,
        measuredRate(configuration, trials),
        natureOf(studied),
        cores.length,
      );
      return { source: { ...source, tasks }, tasks };
    },
    sizing: sizes
      ? 'Nothing says how many tasks there are, so each trial has as many as take about a second: each gets its index (--tasks, `inputs` or meta.tasks choose).'
      : null,
  };
}

/** The number of tasks is the lab's to choose where neither the request nor the module says one, and trials need not be alike. */
export const choosesTasks = (request: LabRequest, { studied }: Pick<Sources, 'studied'>): boolean =>
  request.repeat === null && request.tasks === null && studied.inspection.countIsUsual === true;

/** What an executor runs. */
export function materialOf(executor: Executor, { task, variant, studied, studiedVariant }: Sources) {
  return familyOf(executor) === 'event-loop' && variant !== null && studiedVariant !== null
    ? { source: variant, studied: studiedVariant }
    : { source: task, studied };
}

const configurationsOf = (ladders: readonly Ladder[]): readonly Configuration[] =>
  ladders.flatMap(({ executor, counts }) => counts.map((workers) => ({ executor, workers })));

const measuredRate = ({ executor, workers }: Configuration, trials: readonly TrialReport[]): number | null =>
  median(
    trials
      .filter((trial) => trial.complete && trial.executor === executor && trial.workers === workers)
      .map(({ throughput_per_s }) => throughput_per_s ?? Number.NaN),
  );
