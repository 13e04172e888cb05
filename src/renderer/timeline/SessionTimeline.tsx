import { useMemo, useReducer, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { fromEnvelope, toEnvelope, CorelaneError } from '../../shared/errors.ts';
import { counted } from '../../shared/figures.ts';
import type {
  FoundTask,
  OutputOverview,
  OutputPiece,
  SchedulingTracks,
  SessionOverview,
} from '../../shared/session-queries.ts';
import { useCall, type Call } from '../connection/use-call.ts';
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
import { TaskBook } from './task-book.ts';
import { outputGroups } from './output-group.ts';
import { outputSentence } from './output-words.ts';
import { taskSentence } from './task-words.ts';
import type { ThreadBook } from './thread-book.ts';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import type { TaskHits } from './timeline-frame.ts';
import { changed, initialState, rowOfSelection } from './timeline-state.ts';
import type { Selection, TimelineAction, TimelineState } from './timeline-state.ts';
import { TimelineToolbar } from './TimelineToolbar.tsx';
import { shownGroups, taskGroupsAmong, trackGroups, trialsAmong } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';
import { trialGroups } from './trial-groups.ts';
import { usePicking } from './use-picking.ts';
import { useStable } from './use-stable.ts';
import { useTaskSearch } from './use-task-search.ts';
import { useTimelineData } from './use-timeline-data.ts';
import { useSelectionReport, useWantedPiece, useWantedRange, useWantedTask } from './use-wanted.ts';
import type { TaskAddress } from './use-wanted.ts';
import type { TimeRange } from './viewport.ts';

interface SessionTimelineProps {
  readonly session: string;
  readonly overview: SessionOverview;
  /** The task to go to. Another object with the same numbers goes there again. */
  readonly focus?: TaskAddress | null;
  /** The time to go to and to mark, on the session's clock. Another object with the same numbers goes there again. */
  readonly range?: TimeRange | null;
  /** The piece of output to go to. Another object with the same number goes there again. */
  readonly piece?: OutputPiece | null;
  /** Called when another task is selected, or none. */
  readonly onSelectTask?: (task: TaskAddress | null) => void;
  /** Called with the number of another piece of output that is selected, or null. */
  readonly onSelectOutput?: (piece: number | null) => void;
  /** Called when the selected piece is wanted among all output: with Enter, or by selecting it again. */
  readonly onOpenOutput?: (piece: number) => void;
  /** Called when details of the selected task are asked for: with Enter, or by selecting it again. */
  readonly onOpenTask?: (task: TaskAddress) => void;
  /** Shows the CPU samples of the marked time; absent where none were taken. */
  readonly onSamples?: (range: TimeRange) => void;
}

/** A session over time: what was on each core, its tasks in a group of rows per trial, its threads in one per process. */
export function SessionTimeline(props: SessionTimelineProps) {
  const { session, overview } = props;
  const { complete, endNs } = overview;
  const tracks = useCall((engine) => engine.schedulingTracks(session), [session, complete]);
  // A session that is being recorded gains output as it gets longer.
  const output = useCall((engine) => engine.outputOverview(session), [session, complete, endNs]);
  if ([tracks, output].some((answer) => answer.state === 'loading' && answer.previous === null))
    return <Spinner label="Opening the timeline…" />;
  return (
    <>
      {[tracks, output].map(
        (answer) => answer.state === 'failed' && <Failure key={answer.error.message} thrown={answer.error} />,
      )}
      <KnownTimeline key={session} {...props} tracks={knownOf(tracks)} output={knownOf(output)} />
    </>
  );
}

const knownOf = <T,>(answer: Call<T>): T | null =>
  answer.state === 'ready' ? answer.value : answer.state === 'loading' ? answer.previous : null;

interface KnownTimelineProps extends SessionTimelineProps {
  /** Null: not known, as below. */
  readonly tracks: SchedulingTracks | null;
  readonly output: OutputOverview | null;
}

function KnownTimeline(props: KnownTimelineProps) {
  const { overview, tracks, output } = props;
  const groups = useMemo(
    () => [
      ...outputGroups(output),
      ...trackGroups([...trialGroups(overview, tracks), ...poolGroups(overview.tracing, tracks)], tracks),
    ],
    [overview, tracks, output],
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
    piece = null,
    onSelectTask,
    onOpenTask,
    onSelectOutput,
    onOpenOutput,
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
  const openSelected = (selected: Selection) => {
    if (selected.kind === 'task') onOpenTask?.(selected.task);
    if (selected.kind === 'output') onOpenOutput?.(selected.piece.number);
  };
  const act = (action: TimelineAction) => {
    setAtEnd(false);
    if (action.type === 'select' && isSame(action.selected, state.selected)) openSelected(action.selected);
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
  useWantedTask(session, focus, taskBook, dispatch);
  useWantedRange(range, dispatch);
  useWantedPiece(piece, groups, dispatch);
  useSelectionReport(state.selected, onSelectTask, onSelectOutput);

  const hits = useMemo<TaskHits | null>(
    () => (search.hits === null ? null : hitsByGroup(search.hits, taskBook)),
    [search.hits, taskBook],
  );
  const find = async (by: 1 | -1): Promise<void> => {
    const hit = await search.step(by);
    if (hit === null) return;
    act({ type: 'select', selected: { kind: 'task', task: taskBook.placed(hit) }, reveal: 'zoom' });
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
        if (state.marked === null && state.selected === null) search.setText('');
        return act({ type: 'clear' });
      case 'toggle': {
        const id = (state.selected && rowOfSelection(state.selected)?.group) ?? shown[0]?.id;
        return id === undefined ? undefined : act({ type: 'toggle', id });
      }
      case 'search':
        return searchBox.current?.querySelector('input')?.focus();
      case 'keys':
        return toolbar.current?.querySelector<HTMLElement>('[data-keys]')?.click();
      case 'longest':
        return ofTasks.length === 0 ? undefined : void picking.longest();
      case 'details':
        return state.selected === null ? void picking.move('next') : openSelected(state.selected);
      case 'scroll':
        return scroller.current?.scrollBy({ top: command.pages * event.currentTarget.clientHeight });
      case 'move':
        return void picking.move(command.to);
      case 'find':
        return void find(command.to === 'next' ? 1 : -1);
    }
  };

  const told = toldOf(state, groups, known.book);
  const noFurther = atEnd
    ? `There is no further ${thingNames[state.selected?.kind ?? 'task']} that way. `
    : '';
  const hasFigures = shows.slices && state.marked !== null && state.mode === 'recorded';
  return (
    <div className={styles['timeline']}>
      <div ref={toolbar}>
        <TimelineToolbar
          mode={state.mode}
          shows={shows}
          collapsed={state.collapsed.size > 0}
          zoomable={state.marked !== null || state.selected !== null}
          act={dispatch}
          search={search}
          searchBox={searchBox}
          onLongest={goToLongest}
          onFind={findNext}
          onLeaveSearch={toTracks}
        />
      </div>
      <Failure
        thrown={
          known.tasks.failure ??
          known.slices.failure ??
          known.steps.failure ??
          known.spans.failure ??
          known.output.failure
        }
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
            if (pointee?.kind === 'output') void picking.pickOutput(pointee);
            else if (pointee !== null) act({ type: 'select', selected: pointee, reveal: 'not' });
            else if (hit.area === 'row') void picking.pick(hit, geometry);
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

const thingNames: Readonly<Record<Selection['kind'], string>> = {
  task: 'task',
  slice: 'slice',
  output: 'output',
};

/** What is selected, in words. */
function toldOf({ selected }: TimelineState, groups: readonly TrackGroup[], book: ThreadBook): string {
  switch (selected?.kind) {
    case undefined:
      return '';
    case 'slice':
      return sliceSentence(selected.slice, book);
    case 'output':
      return outputSentence(selected.piece);
    case 'task': {
      const { task } = selected;
      return taskSentence(
        task,
        groups.find(({ id }) => id === task.group),
      );
    }
  }
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

/** Slices have no details of their own to open. */
function isSame(a: Selection, b: Selection | null): boolean {
  if (a.kind === 'task' && b?.kind === 'task') {
    return a.task.trial === b.task.trial && a.task.index === b.task.index;
  }
  return a.kind === 'output' && b?.kind === 'output' && a.piece.number === b.piece.number;
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
