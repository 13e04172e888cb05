import { useEffect, useEffectEvent, useMemo, useReducer, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { fromEnvelope, toEnvelope, CorelaneError } from '../../shared/errors.ts';
import { counted } from '../../shared/figures.ts';
import type {
  FoundTask,
  SchedulingTracks,
  SessionOverview,
  TaskDetails,
} from '../../shared/session-queries.ts';
import { useCall } from '../connection/use-call.ts';
import { useEngine } from '../connection/use-engine.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { Truncated } from '../ui/Truncated.tsx';
import { commandOf } from './keys.ts';
import { MarkedBar } from './MarkedBar.tsx';
import { RangePanel } from './RangePanel.tsx';
import styles from './SessionTimeline.module.css';
import { shownKinds } from './shown-kinds.ts';
import { sliceSentence } from './slice-words.ts';
import { poolGroups } from './pool-groups.ts';
import type { PlacedTask } from './task-bars.ts';
import { TaskBook } from './task-book.ts';
import { taskSentence } from './task-words.ts';
import type { ThreadBook } from './thread-book.ts';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import type { TaskHits } from './timeline-frame.ts';
import { changed, initialState } from './timeline-state.ts';
import type { TimelineAction, TimelineState } from './timeline-state.ts';
import { TimelineToolbar } from './TimelineToolbar.tsx';
import { shownGroups, taskGroupsAmong, trackGroups, trialsAmong } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';
import { trialGroups } from './trial-groups.ts';
import { usePicking } from './use-picking.ts';
import { useStable } from './use-stable.ts';
import { useTaskSearch } from './use-task-search.ts';
import { useTimelineData } from './use-timeline-data.ts';
import { spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

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
  /** The time to go to and to mark, on the session's clock. Another object with the same numbers goes there again. */
  readonly range?: TimeRange | null;
  /** Called when another task is selected, or none. */
  readonly onSelectTask?: (task: TaskAddress | null) => void;
  /** Called when details of the selected task are asked for: with Enter, or by selecting it again. */
  readonly onOpenTask?: (task: TaskAddress) => void;
  /** Shows the CPU samples of the marked time; absent where none were taken. */
  readonly onSamples?: (range: TimeRange) => void;
}

/** A session over time: what was on each core, its tasks in a group of rows per trial, its threads in one per process. */
export function SessionTimeline(props: SessionTimelineProps) {
  const { session, overview } = props;
  const answer = useCall((engine) => engine.schedulingTracks(session), [session, overview.complete]);
  if (answer.state === 'loading' && answer.previous === null)
    return <Spinner label="Opening the timeline…" />;
  const tracks =
    answer.state === 'ready' ? answer.value : answer.state === 'loading' ? answer.previous : null;
  return (
    <>
      {answer.state === 'failed' && <Failure thrown={answer.error} />}
      <KnownTimeline key={session} {...props} tracks={tracks} />
    </>
  );
}

interface KnownTimelineProps extends SessionTimelineProps {
  /** Null: not known. */
  readonly tracks: SchedulingTracks | null;
}

function KnownTimeline(props: KnownTimelineProps) {
  const { overview, tracks } = props;
  const groups = useMemo(
    () => trackGroups([...trialGroups(overview, tracks), ...poolGroups(overview.tracing, tracks)], tracks),
    [overview, tracks],
  );
  if (groups.some(({ extent }) => extent !== null)) return <Timeline {...props} groups={groups} />;
  if (overview.header.command === 'lab') {
    return (
      <EmptyState icon="timeline" title="No tasks on this timeline">
        The recording ended before a task had settled. Run the lab again to see what its workers did and when.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="timeline" title="Nothing on this timeline">
      {unrecordedWords(overview, tracks)}
    </EmptyState>
  );
}

/** Why there are no slices. */
function unrecordedWords(overview: SessionOverview, tracks: SchedulingTracks | null): string {
  const scheduling = tracks?.scheduling ?? overview.report?.scheduling ?? null;
  const why = scheduling === null ? '' : ` ${scheduling.reason}`;
  return `What ran on which core, and when, was not recorded.${why}`;
}

function Timeline(props: KnownTimelineProps & { readonly groups: readonly TrackGroup[] }) {
  const {
    session,
    overview,
    tracks,
    groups,
    focus = null,
    range = null,
    onSelectTask,
    onOpenTask,
    onSamples,
  } = props;
  const content = useMemo(
    () => ({ groups, endNs: endOfAll(overview, groups), worthSeeing: tracks?.worthSeeing ?? null }),
    [groups, overview, tracks],
  );
  const trials = useMemo(() => trialsAmong(groups), [groups]);
  const ofTasks = useMemo(() => taskGroupsAmong(groups), [groups]);
  const taskBook = useMemo(
    () => new TaskBook(ofTasks, overview.tracing?.sites ?? []),
    [ofTasks, overview.tracing],
  );
  const shows = useMemo(
    () => shownKinds(groups, overview.tracing, tracks),
    [groups, overview.tracing, tracks],
  );
  const [state, dispatch] = useReducer(
    (before: TimelineState, action: TimelineAction) => changed(before, action, content),
    content,
    initialState,
  );
  const [atEnd, setAtEnd] = useState(false);
  const [figuresHidden, setFiguresHidden] = useState(false);
  const act = (action: TimelineAction) => {
    setAtEnd(false);
    if (action.type === 'select' && isSameTask(action.task, state.task)) onOpenTask?.(action.task);
    dispatch(action);
  };
  const scroller = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLElement>(null);
  const toolbar = useRef<HTMLDivElement>(null);
  const data = useTimelineData(session, tracks);
  const { known } = data;
  const search = useTaskSearch(session);
  const shown = useMemo(() => shownGroups(state.mode, groups), [state.mode, groups]);
  const shownOfTasks = useMemo(() => taskGroupsAmong(shown), [shown]);
  const picking = usePicking(session, shown, taskBook, state, act, () => setAtEnd(true));
  useFocus(session, focus, taskBook, dispatch);
  useWantedRange(range, dispatch);
  useSelectionReport(state.task, onSelectTask);

  const hits = useMemo<TaskHits | null>(
    () => (search.hits === null ? null : hitsByGroup(search.hits, taskBook)),
    [search.hits, taskBook],
  );
  const find = async (by: 1 | -1): Promise<void> => {
    const hit = await search.step(by);
    if (hit === null) return;
    act({ type: 'select', task: taskBook.placed(hit), reveal: 'zoom' });
  };

  const findNext = useStable((by: 1 | -1) => void find(by));
  const goToLongest = useStable(() => void picking.longest());
  const showFigures = useStable(() => setFiguresHidden(false));
  const showSamples = useStable((marked: TimeRange) => onSamples?.(marked));
  const toTracks = useStable(() => scroller.current?.focus());

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
      case 'mark-selection':
        return act(command.type === 'pan' ? command : { type: command.type });
      case 'clear':
        if (state.marked === null && state.task === null && state.slice === null) search.setText('');
        return act({ type: 'clear' });
      case 'toggle': {
        const id = state.slice?.group ?? state.task?.group ?? shown[0]?.id;
        return id === undefined ? undefined : act({ type: 'toggle', id });
      }
      case 'search':
        return searchBox.current?.querySelector('input')?.focus();
      case 'keys':
        return toolbar.current?.querySelector<HTMLElement>('[data-keys]')?.click();
      case 'longest':
        return ofTasks.length === 0 ? undefined : void picking.longest();
      case 'details':
        if (state.task !== null) return onOpenTask?.(state.task);
        return state.slice === null ? void picking.move('next') : undefined;
      case 'scroll':
        return scroller.current?.scrollBy({ top: command.pages * event.currentTarget.clientHeight });
      case 'move':
        return void picking.move(command.to);
      case 'find':
        return void find(command.to === 'next' ? 1 : -1);
    }
  };

  const told = toldOf(state, groups, known.book);
  const noFurther = atEnd ? `There is no further ${state.slice === null ? 'task' : 'slice'} that way. ` : '';
  const hasFigures = shows.slices && state.marked !== null && state.mode === 'recorded';
  return (
    <div className={styles['timeline']}>
      <div ref={toolbar}>
        <TimelineToolbar
          mode={state.mode}
          shows={shows}
          collapsed={state.collapsed.size > 0}
          zoomable={state.marked !== null || state.task !== null || state.slice !== null}
          act={dispatch}
          search={search}
          searchBox={searchBox}
          onLongest={goToLongest}
          onFind={findNext}
          onLeaveSearch={toTracks}
        />
      </div>
      <Failure
        thrown={known.tasks.failure ?? known.slices.failure ?? known.steps.failure ?? known.spans.failure}
      />
      {!shows.slices && (
        <p className={styles['unrecorded']}>
          <Truncated text={unrecordedWords(overview, tracks)} />
        </p>
      )}
      <div className={styles['body']}>
        <TimelineCanvas
          groups={shown}
          taskBook={taskBook}
          data={data}
          hits={hits}
          state={state}
          act={act}
          scroller={scroller}
          description={descriptionOf(overview, groups, tracks)}
          onKey={onKey}
          onPick={(hit, pointee, geometry) => {
            if (pointee?.kind === 'task') act({ type: 'select', task: pointee.task, reveal: 'not' });
            else if (pointee?.kind === 'slice') {
              act({ type: 'select-slice', slice: pointee.slice, reveal: 'not' });
            } else if (hit.area === 'row') void picking.pick(hit, geometry);
            else act({ type: 'clear' });
          }}
        />
        {hasFigures && !figuresHidden && state.marked !== null && (
          <RangePanel
            session={session}
            range={state.marked}
            book={known.book}
            trials={trials}
            onClose={() => setFiguresHidden(true)}
            onLeave={toTracks}
          />
        )}
      </div>
      <MarkedBar
        session={session}
        groups={shownOfTasks}
        mode={state.mode}
        marked={state.marked}
        otherwise={noFurther + (told === '' ? markingHint : sentenceCase(told))}
        hidden={hasFigures && figuresHidden}
        onShow={showFigures}
        onSamples={onSamples !== undefined && state.mode === 'recorded' ? showSamples : null}
        act={dispatch}
      />
      <p className="visually-hidden" aria-live="polite">
        {noFurther + told}
      </p>
    </div>
  );
}

const markingHint = 'Shift + drag, a drag on the axis, or M marks a time range and sums it up.';

/** The last moment of which anything is known: slices may reach beyond the last sample. */
const endOfAll = ({ endNs }: SessionOverview, groups: readonly TrackGroup[]): number =>
  groups.reduce((end, { extent }) => Math.max(end, extent?.toNs ?? 0), endNs);

/** What is selected, in words. */
function toldOf({ task, slice }: TimelineState, groups: readonly TrackGroup[], book: ThreadBook): string {
  if (slice !== null) return sliceSentence(slice, book);
  if (task === null) return '';
  return taskSentence(
    task,
    groups.find(({ id }) => id === task.group),
  );
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function descriptionOf(
  { tasks }: SessionOverview,
  groups: readonly TrackGroup[],
  tracks: SchedulingTracks | null,
): string {
  const trials = trialsAmong(groups).length;
  if (trials > 0) return `Timeline of ${counted(tasks, 'task')} in ${counted(trials, 'trial')}`;
  const threads = counted(tracks?.threads.length ?? 0, 'thread');
  return tasks === 0 ? `Timeline of ${threads}` : `Timeline of ${threads} and ${counted(tasks, 'task')}`;
}

/** Hits that have a place on a row. */
function hitsByGroup(found: readonly FoundTask[], book: TaskBook): TaskHits {
  const tasks = found.filter(({ startNs }) => startNs !== null).map((task) => book.placed(task));
  return Map.groupBy(tasks, ({ group }) => group ?? -1);
}

const isSameTask = (a: TaskAddress, b: TaskAddress | null): boolean =>
  b !== null && a.trial === b.trial && a.index === b.index;

/** Goes to the task that the rest of the window points at. */
function useFocus(
  session: string,
  focus: TaskAddress | null,
  book: TaskBook,
  act: (action: TimelineAction) => void,
): void {
  const engine = useEngine();
  const show = useEffectEvent((details: TaskDetails) => {
    const task = book.placed({ ...details, name: details.traced?.name ?? '' });
    act({ type: 'select', task: { ...task, submitNs: details.submitNs }, reveal: 'zoom' });
  });
  useEffect(() => {
    if (focus === null) return undefined;
    let isLate = false;
    engine.taskDetails({ session, trial: focus.trial, index: focus.index }).then(
      (details) => {
        if (!isLate) show(details);
      },
      // A task that is gone is not gone to; whoever points at it says so where it is shown in full.
      () => undefined,
    );
    return () => {
      isLate = true;
    };
  }, [engine, session, focus]);
}

/** Goes to the time that the rest of the window points at, and marks it. */
function useWantedRange(range: TimeRange | null, act: (action: TimelineAction) => void): void {
  const show = useEffectEvent((wanted: TimeRange) => {
    const margin = spanOf(wanted) / 10;
    // Only this axis has the session's times.
    act({ type: 'mode', mode: 'recorded' });
    act({ type: 'mark', range: wanted });
    act({ type: 'show', range: { fromNs: wanted.fromNs - margin, toNs: wanted.toNs + margin } });
  });
  useEffect(() => {
    if (range !== null) show(range);
  }, [range]);
}

/** Tells of another selection, but not of the one that there is at first. */
function useSelectionReport(
  task: PlacedTask | null,
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
