import { useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { fromEnvelope, toEnvelope, CorelaneError } from '../../shared/errors.ts';
import { counted } from '../../shared/figures.ts';
import type { FoundTask, SessionOverview } from '../../shared/session-queries.ts';
import { useEngine } from '../connection/use-engine.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { commandOf } from './keys.ts';
import { MarkedBar } from './MarkedBar.tsx';
import styles from './SessionTimeline.module.css';
import { trialTask } from './task-bars.ts';
import type { TrialTask } from './task-bars.ts';
import { taskSentence } from './task-words.ts';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import type { TrialHits } from './timeline-frame.ts';
import { changed, initialState } from './timeline-state.ts';
import type { TimelineAction, TimelineState } from './timeline-state.ts';
import { TimelineToolbar } from './TimelineToolbar.tsx';
import { orderedFor, trialGroups } from './trial-groups.ts';
import type { TrialGroup } from './trial-groups.ts';
import { useStable } from './use-stable.ts';
import { useTaskPicking } from './use-task-picking.ts';
import { useTaskSearch } from './use-task-search.ts';
import { useTimelineData } from './use-timeline-data.ts';

/** A task of a session. */
interface TaskAddress {
  readonly trial: number;
  readonly index: number;
}

interface SessionTimelineProps {
  readonly session: string;
  readonly overview: SessionOverview;
  /** The task to go to. Another object with the same numbers goes there again. */
  readonly focus?: TaskAddress | null;
  /** Called when another task is selected, or none. */
  readonly onSelectTask?: (task: TaskAddress | null) => void;
  /** Called when details of the selected task are asked for: with Enter, or by selecting it again. */
  readonly onOpenTask?: (task: TaskAddress) => void;
}

/** All tasks of a session over time: a group of rows per trial, a row per lane. */
export function SessionTimeline(props: SessionTimelineProps) {
  const { overview } = props;
  const groups = useMemo(() => trialGroups(overview), [overview]);
  if (groups.every(({ extent }) => extent === null)) {
    return (
      <EmptyState icon="timeline" title="No tasks on this timeline">
        The recording ended before a task had settled. Run the lab again to see what its workers did and when.
      </EmptyState>
    );
  }
  return <Timeline key={props.session} {...props} groups={groups} />;
}

function Timeline(props: SessionTimelineProps & { readonly groups: readonly TrialGroup[] }) {
  const { session, overview, groups, focus = null, onSelectTask, onOpenTask } = props;
  const content = useMemo(() => ({ groups, endNs: overview.endNs }), [groups, overview.endNs]);
  const [state, dispatch] = useReducer(
    (before: TimelineState, action: TimelineAction) => changed(before, action, content),
    content,
    initialState,
  );
  const [atEnd, setAtEnd] = useState(false);
  const act = (action: TimelineAction) => {
    setAtEnd(false);
    if (action.type === 'select' && isSameTask(action.task, state.task)) onOpenTask?.(action.task);
    dispatch(action);
  };
  const scroller = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLElement>(null);
  const toolbar = useRef<HTMLDivElement>(null);
  const known = useTimelineData(session);
  const search = useTaskSearch(session);
  const ordered = useMemo(() => orderedFor(state.mode, groups), [state.mode, groups]);
  const picking = useTaskPicking(session, ordered, state, act, () => setAtEnd(true));
  useFocus(session, focus, groups, dispatch);
  useSelectionReport(state.task, onSelectTask);

  const endOf = (trial: number) => groups.find((one) => one.trial === trial)?.extent?.toNs ?? 0;
  const hits = useMemo<TrialHits | null>(
    () => (search.hits === null ? null : hitsByTrial(search.hits, groups)),
    [search.hits, groups],
  );
  const find = async (by: 1 | -1): Promise<void> => {
    const hit = await search.step(by);
    if (hit === null) return;
    act({ type: 'select', task: trialTask(hit, endOf(hit.trial)), reveal: 'zoom' });
  };

  const findNext = useStable((by: 1 | -1) => void find(by));
  const goToLongest = useStable(() => void picking.longest());
  const leaveSearch = useStable(() => scroller.current?.focus());

  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const command = commandOf(event);
    if (command === null) return;
    event.preventDefault();
    switch (command.type) {
      case 'zoom':
        return act({ ...command, atNs: null });
      case 'pan':
      case 'fit':
      case 'zoom-to-selection':
        return act(command.type === 'pan' ? command : { type: command.type });
      case 'clear':
        if (state.marked === null && state.task === null) search.setText('');
        return act({ type: 'clear' });
      case 'toggle': {
        const trial = state.task?.trial ?? ordered[0]?.trial;
        return trial === undefined ? undefined : act({ type: 'toggle', trial });
      }
      case 'search':
        return searchBox.current?.querySelector('input')?.focus();
      case 'keys':
        return toolbar.current?.querySelector<HTMLElement>('[data-keys]')?.click();
      case 'longest':
        return void picking.longest();
      case 'details':
        return state.task === null ? void picking.move('next') : onOpenTask?.(state.task);
      case 'scroll':
        return scroller.current?.scrollBy({ top: command.pages * event.currentTarget.clientHeight });
      case 'move':
        return void picking.move(command.to);
      case 'find':
        return void find(command.to === 'next' ? 1 : -1);
    }
  };

  const selectedGroup = groups.find(({ trial }) => trial === state.task?.trial);
  const told = state.task === null ? '' : taskSentence(state.task, selectedGroup);
  const noFurther = atEnd ? 'There is no further task that way. ' : '';
  return (
    <div className={styles['timeline']}>
      <div ref={toolbar}>
        <TimelineToolbar
          mode={state.mode}
          collapsed={state.collapsed.size > 0}
          zoomable={state.marked !== null || state.task !== null}
          act={dispatch}
          search={search}
          searchBox={searchBox}
          onLongest={goToLongest}
          onFind={findNext}
          onLeaveSearch={leaveSearch}
        />
      </div>
      <Failure thrown={known.data.failure} />
      <div className={styles['body']}>
        <TimelineCanvas
          groups={groups}
          known={known}
          hits={hits}
          state={state}
          act={act}
          scroller={scroller}
          description={`Timeline of ${counted(overview.tasks, 'task')} in ${counted(groups.length, 'trial')}`}
          onKey={onKey}
          onPick={(hit, task, geometry) => {
            if (task !== null) act({ type: 'select', task, reveal: 'not' });
            else if (hit.area === 'row') void picking.pick(hit, geometry);
            else act({ type: 'clear' });
          }}
        />
      </div>
      <MarkedBar
        session={session}
        groups={ordered}
        mode={state.mode}
        marked={state.marked}
        otherwise={noFurther + (told === '' ? markingHint : sentenceCase(told))}
        act={dispatch}
      />
      <p className="visually-hidden" aria-live="polite">
        {noFurther + told}
      </p>
    </div>
  );
}

const markingHint = 'Shift + drag, or drag on the axis, marks a time range and sums it up.';
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Hits that have a place on a lane. */
function hitsByTrial(found: readonly FoundTask[], groups: readonly TrialGroup[]): TrialHits {
  const ends = new Map(groups.map(({ trial, extent }) => [trial, extent?.toNs ?? 0]));
  const tasks = found.filter(({ startNs }) => startNs !== null);
  return Map.groupBy(
    tasks.map((task) => trialTask(task, ends.get(task.trial) ?? 0)),
    ({ trial }) => trial,
  );
}

const isSameTask = (a: TaskAddress, b: TaskAddress | null): boolean =>
  b !== null && a.trial === b.trial && a.index === b.index;

/** Goes to the task that the rest of the window points at. */
function useFocus(
  session: string,
  focus: TaskAddress | null,
  groups: readonly TrialGroup[],
  act: (action: TimelineAction) => void,
): void {
  const engine = useEngine();
  const show = useEffectEvent((task: TrialTask) => act({ type: 'select', task, reveal: 'zoom' }));
  const endOf = useEffectEvent(
    (trial: number) => groups.find((one) => one.trial === trial)?.extent?.toNs ?? 0,
  );
  useEffect(() => {
    if (focus === null) return undefined;
    let isLate = false;
    engine.taskDetails({ session, trial: focus.trial, index: focus.index }).then(
      (details) => {
        const task = trialTask(details, endOf(details.trial));
        if (!isLate) show({ ...task, submitNs: details.submitNs });
      },
      // A task that is gone is not gone to; whoever points at it says so where it is shown in full.
      () => undefined,
    );
    return () => {
      isLate = true;
    };
  }, [engine, session, focus]);
}

/** Tells of another selection, but not of the one that there is at first. */
function useSelectionReport(
  task: TrialTask | null,
  onSelectTask: ((task: TaskAddress | null) => void) | undefined,
): void {
  const report = useEffectEvent(() =>
    onSelectTask?.(task === null ? null : { trial: task.trial, index: task.index }),
  );
  const told = useRef<string | null>(null);
  const now = task === null ? null : `${task.trial} ${task.index}`;
  useEffect(() => {
    if (now === told.current) return;
    told.current = now;
    report();
  }, [now]);
}

function Failure({ thrown }: { readonly thrown: unknown }) {
  if (thrown === null) return null;
  const error = thrown instanceof CorelaneError ? thrown : fromEnvelope(toEnvelope(thrown));
  return (
    <Notice tone="bad" title={error.message}>
      {error.remedy}
    </Notice>
  );
}
