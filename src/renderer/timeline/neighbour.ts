import type { TasksWithin } from '../../shared/session-queries.ts';
import { TaskBars } from './task-bars.ts';
import type { TaskBar } from './task-bars.ts';
import type { TimeRange } from './viewport.ts';

/** The tasks of one trial that touch a range, if they are few. */
export type AskTasks = (range: TimeRange) => Promise<TasksWithin>;

export type Direction = 'previous' | 'next';

/** How far to look first, and how often to look further: each look sees thousands of tasks. */
const firstStepNs = 50_000;
const mostSteps = 1000;

/**
 * The task before or after one on its lane; null: there is none. Looks in windows that grow while they come back without a
 * task of the lane and shrink while they hold too many to be told one by one, so it takes few questions however dense the trial is.
 */
export async function neighbourOf(
  ask: AskTasks,
  task: Pick<TaskBar, 'lane' | 'index' | 'startNs'>,
  direction: Direction,
  extent: TimeRange,
): Promise<TaskBar | null> {
  const sign = direction === 'next' ? 1 : -1;
  const isBeyond = (bar: TaskBar) =>
    sign * (bar.startNs - task.startNs || bar.index - task.index) > 0 && bar.index !== task.index;
  let edgeNs = task.startNs;
  let stepNs = firstStepNs;
  /** Carefully, once it has been too many. */
  let growth = 4;
  for (let step = 0; step < mostSteps; step += 1) {
    const otherNs = edgeNs + sign * stepNs;
    const range = { fromNs: Math.min(edgeNs, otherNs), toNs: Math.max(edgeNs, otherNs) };
    const { tasks } = await ask(range);
    if (tasks === null) {
      stepNs /= 4;
      growth = 1.25;
      continue;
    }
    const found = new TaskBars(tasks, range, extent.toNs).within(task.lane, everything).filter(isBeyond);
    const nearest = direction === 'next' ? found[0] : found.at(-1);
    if (nearest !== undefined) return nearest;
    if (otherNs < extent.fromNs || otherNs > extent.toNs) return null;
    edgeNs = otherNs;
    stepNs *= growth;
  }
  return null;
}

/** The task of a lane that ran at a moment, or else the one nearest to it. */
export async function nearestOnLane(
  ask: AskTasks,
  lane: number,
  atNs: number,
  extent: TimeRange,
): Promise<TaskBar | null> {
  const range = { fromNs: atNs, toNs: atNs };
  const { tasks } = await ask(range);
  const there = tasks === null ? null : new TaskBars(tasks, range, extent.toNs).at(lane, atNs, 0);
  if (there !== null) return there;
  const nowhere = { lane, index: -1, startNs: atNs };
  const [before, after] = await Promise.all([
    neighbourOf(ask, nowhere, 'previous', extent),
    neighbourOf(ask, nowhere, 'next', extent),
  ]);
  if (before === null || after === null) return before ?? after;
  return atNs - before.endNs < after.startNs - atNs ? before : after;
}

const everything: TimeRange = { fromNs: Number.NEGATIVE_INFINITY, toNs: Number.POSITIVE_INFINITY };
