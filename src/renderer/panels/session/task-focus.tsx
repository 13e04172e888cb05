import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { SessionTab } from '../../../shared/route.ts';
import type { FlameScope, OutputPiece, TaskFilter } from '../../../shared/session-queries.ts';

/** One task of a session. */
export interface TaskAddress {
  readonly trial: number;
  readonly index: number;
}

/** A part of the session's time. */
export interface TimeRange {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Whose CPU samples are looked at, and of which part of the time; null: of all. */
export interface SampleView {
  readonly of: FlameScope;
  readonly range: TimeRange | null;
}

/** A piece of output that is to be come to. Another object with the same number is come to again. */
export interface WantedPiece {
  readonly number: number;
}

/** What the panels of a session share: the task, the output or the time that the user looks at, and which tasks the table lists. */
export interface TaskFocus {
  readonly selected: TaskAddress | null;
  readonly select: (task: TaskAddress | null) => void;
  /** The task that the timeline is to go to; null once it is there. */
  readonly onTimeline: TaskAddress | null;
  /** The timeline is where it was to go. */
  readonly arrive: () => void;
  /** The number of the piece of output that is shown beside the timeline; null: none is. */
  readonly selectedPiece: number | null;
  readonly selectPiece: (number: number | null) => void;
  /** The piece that the timeline is to go to; null once it is there. */
  readonly pieceOnTimeline: OutputPiece | null;
  /** Goes to the timeline, at the moment of a piece of output. */
  readonly showPieceOnTimeline: (piece: OutputPiece) => void;
  /** The piece that was last wanted among all output; null: none was. */
  readonly pieceInOutput: WantedPiece | null;
  /** Goes to all output, at a piece of it. */
  readonly showInOutput: (number: number) => void;
  /** The time that the timeline is to go to; null: none is wanted. Another object with the same numbers goes there again. */
  readonly range: TimeRange | null;
  /** Goes to the timeline, at this time. */
  readonly showRange: (range: TimeRange) => void;
  /** Goes to a tab as it was left. */
  readonly goTo: (tab: SessionTab) => void;
  readonly filter: TaskFilter;
  readonly setFilter: (filter: TaskFilter) => void;
  /** Goes to the table with this filter and opens the task's details. */
  readonly showInTable: (task: TaskAddress, filter: TaskFilter) => void;
  /** Goes to the table with this filter. */
  readonly listTasks: (filter: TaskFilter) => void;
  readonly samplesOf: SampleView;
  readonly lookAtSamples: (view: SampleView) => void;
  /** Goes to the flame graph of these samples. Null: none were taken. */
  readonly showSamples: ((view: SampleView) => void) | null;
  /** Goes to the timeline, at the task. */
  readonly showOnTimeline: (task: TaskAddress) => void;
}

export const allTasks: TaskFilter = { trial: null, outcome: null, api: null, text: '' };

const allSamples: SampleView = { of: { kind: 'all' }, range: null };

const Context = createContext<TaskFocus | null>(null);

interface TaskFocusProviderProps {
  /** Whether CPU samples were taken. */
  readonly sampled: boolean;
  readonly onTab: (tab: SessionTab) => void;
  readonly children: ReactNode;
}

export function TaskFocusProvider({ sampled, onTab, children }: TaskFocusProviderProps) {
  const [selected, select] = useState<TaskAddress | null>(null);
  const [onTimeline, setOnTimeline] = useState<TaskAddress | null>(null);
  const [selectedPiece, selectPiece] = useState<number | null>(null);
  const [pieceOnTimeline, setPieceOnTimeline] = useState<OutputPiece | null>(null);
  const [pieceInOutput, setPieceInOutput] = useState<WantedPiece | null>(null);
  const [range, setRange] = useState<TimeRange | null>(null);
  const [filter, setFilter] = useState(allTasks);
  const [samplesOf, lookAtSamples] = useState(allSamples);
  const focus = useMemo<TaskFocus>(
    () => ({
      selected,
      select,
      onTimeline,
      arrive: () => {
        setOnTimeline(null);
        setPieceOnTimeline(null);
      },
      selectedPiece,
      selectPiece,
      pieceOnTimeline,
      showPieceOnTimeline: (piece) => {
        select(null);
        setRange(null);
        setOnTimeline(null);
        setPieceOnTimeline(piece);
        onTab('timeline');
      },
      pieceInOutput,
      showInOutput: (number) => {
        setPieceInOutput({ number });
        onTab('output');
      },
      range,
      showRange: (wanted) => {
        setRange(wanted);
        onTab('timeline');
      },
      goTo: (tab) => {
        // Coming back to the timeline later does not move it again.
        setRange(null);
        setPieceOnTimeline(null);
        onTab(tab);
      },
      filter,
      setFilter,
      showInTable: (task, tasks) => {
        select(task);
        setFilter(tasks);
        onTab('tasks');
      },
      listTasks: (tasks) => {
        select(null);
        setFilter(tasks);
        onTab('tasks');
      },
      samplesOf,
      lookAtSamples,
      showSamples: !sampled
        ? null
        : (view) => {
            lookAtSamples(view);
            onTab('flame');
          },
      showOnTimeline: (task) => {
        select(task);
        setRange(null);
        setPieceOnTimeline(null);
        setOnTimeline(task);
        onTab('timeline');
      },
    }),
    [
      selected,
      onTimeline,
      selectedPiece,
      pieceOnTimeline,
      pieceInOutput,
      range,
      filter,
      samplesOf,
      sampled,
      onTab,
    ],
  );
  return <Context value={focus}>{children}</Context>;
}

export function useTaskFocus(): TaskFocus {
  const focus = use(Context);
  if (focus === null) throw new Error('useTaskFocus needs a TaskFocusProvider above it');
  return focus;
}
