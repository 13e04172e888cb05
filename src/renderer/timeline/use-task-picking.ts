import { useRef } from 'react';
import { useEngine } from '../connection/use-engine.ts';
import type { Geometry, Hit } from './hit-test.ts';
import type { KeyCommand } from './keys.ts';
import { mostBars } from './level-of-detail.ts';
import { nearestOnLane, neighbourOf } from './neighbour.ts';
import type { AskTasks } from './neighbour.ts';
import { taskBars, TaskBars } from './task-bars.ts';
import type { TaskBar, TrialTask } from './task-bars.ts';
import type { TimelineAction, TimelineState } from './timeline-state.ts';
import { zeroOf } from './trial-groups.ts';
import type { TrialGroup } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';

type Move = Extract<KeyCommand, { type: 'move' }>['to'];

interface TaskPicking {
  /** Selects the task at a place where tasks are not drawn one by one; where there is none, nothing is selected any more. */
  readonly pick: (hit: Extract<Hit, { area: 'row' }>, geometry: Geometry) => Promise<void>;
  /** Selects the next task that way; without a selection the first one in sight. */
  readonly move: (to: Move) => Promise<void>;
  /** Selects the task that ran longest: of the trial of the selected task, else of all. */
  readonly longest: () => Promise<void>;
}

/** Selecting what is known only to the engine. Of two moves in a row the later one holds, whichever is answered first. */
export function useTaskPicking(
  session: string,
  /** In the order shown. */
  groups: readonly TrialGroup[],
  state: TimelineState,
  act: (action: TimelineAction) => void,
  /** There is no task that way. */
  onEnd: () => void,
): TaskPicking {
  const engine = useEngine();
  const latest = useRef(0);

  const asking =
    ({ trial }: TrialGroup): AskTasks =>
    (range) =>
      engine.tasksWithin({ session, trial, ...range, limit: mostBars });

  const select = async (
    find: () => Promise<TrialTask | null>,
    reveal: 'not' | 'pan' | 'zoom',
    otherwise?: () => void,
  ) => {
    latest.current += 1;
    const turn = latest.current;
    const task = await find();
    if (turn !== latest.current) return;
    if (task === null) otherwise?.();
    else act({ type: 'select', task, reveal });
  };

  const firstInSight = async (): Promise<TrialTask | null> => {
    const group = groups.find(({ extent, lanes }) => extent !== null && lanes > 0);
    if (group?.extent == null) return null;
    const atNs = Math.max(state.range.fromNs + zeroOf(state.mode, group), group.extent.fromNs);
    return ofTrial(await nearestOnLane(asking(group), 0, atNs, group.extent), group);
  };

  const toLane = async (task: TrialTask, by: 1 | -1): Promise<TrialTask | null> => {
    const at = groups.findIndex(({ trial }) => trial === task.trial);
    const from = groups[at];
    if (from === undefined) return null;
    const momentNs = (task.startNs + task.endNs) / 2 - zeroOf(state.mode, from);
    const lane = task.lane + by;
    const isWithin = lane >= 0 && lane < from.lanes;
    const group = isWithin ? from : groups[at + by];
    if (group?.extent == null) return null;
    const row = isWithin ? lane : by === 1 ? 0 : group.lanes - 1;
    const atNs = Math.min(
      Math.max(momentNs + zeroOf(state.mode, group), group.extent.fromNs),
      group.extent.toNs,
    );
    return ofTrial(await nearestOnLane(asking(group), row, atNs, group.extent), group);
  };

  const alongLane = async (task: TrialTask, to: 'previous' | 'next'): Promise<TrialTask | null> => {
    const group = groups.find(({ trial }) => trial === task.trial);
    if (group?.extent == null) return null;
    return ofTrial(await neighbourOf(asking(group), task, to, group.extent), group);
  };

  const longestTask = async (): Promise<TrialTask | null> => {
    const { tasks } = await engine.taskTable({
      session,
      filter: { trial: state.task?.trial ?? null, outcome: null, text: '' },
      sort: { column: 'run', descending: true },
      first: 0,
      count: 1,
    });
    const group = groups.find(({ trial }) => trial === tasks.trial[0]);
    const [bar] = taskBars(tasks);
    return bar === undefined || group === undefined ? null : ofTrial(bar, group);
  };

  return {
    pick: (hit, geometry) =>
      select(
        async () => {
          const group = groups.find(({ trial }) => trial === hit.id);
          return group === undefined ? null : taskAt(asking(group), hit, geometry, group, state);
        },
        'not',
        () => act({ type: 'clear' }),
      ),
    move: (to) =>
      select(
        () => {
          const { task } = state;
          if (task === null || Number.isNaN(task.startNs)) return firstInSight();
          return to === 'previous' || to === 'next'
            ? alongLane(task, to)
            : toLane(task, to === 'above' ? -1 : 1);
        },
        'pan',
        onEnd,
      ),
    longest: () => select(longestTask, 'zoom', onEnd),
  };
}

/** What ran on the lane at the moment itself, or else within the pixel: at one moment a lane holds one task, however dense it is. */
async function taskAt(
  ask: AskTasks,
  hit: Extract<Hit, { area: 'row' }>,
  geometry: Geometry,
  group: TrialGroup,
  { mode }: TimelineState,
): Promise<TrialTask | null> {
  const atNs = hit.atNs + zeroOf(mode, group);
  const trialEndNs = group.extent?.toNs ?? atNs;
  for (const px of [0, 1, 3]) {
    const slack = slackNs(geometry, px);
    const range = { fromNs: atNs - slack, toNs: atNs + slack };
    const { tasks } = await ask(range);
    const bar = tasks === null ? null : new TaskBars(tasks, range, trialEndNs).at(hit.row, atNs, slack);
    if (bar !== null) return ofTrial(bar, group);
  }
  return null;
}

const ofTrial = (bar: TaskBar | null, { trial }: TrialGroup): TrialTask | null =>
  bar === null ? null : { ...bar, trial };
