import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { SessionTab } from '../../../shared/route.ts';
import type { TaskFilter } from '../../../shared/session-queries.ts';

/** One task of a session. */
export interface TaskAddress {
  readonly trial: number;
  readonly index: number;
}

/** What the panels of a session share: the task that the user looks at, and which tasks the table lists. */
export interface TaskFocus {
  readonly selected: TaskAddress | null;
  readonly select: (task: TaskAddress | null) => void;
  /** The task that the timeline is to go to; null once it is there. */
  readonly onTimeline: TaskAddress | null;
  readonly arrive: () => void;
  readonly filter: TaskFilter;
  readonly setFilter: (filter: TaskFilter) => void;
  /** Goes to the table with this filter and opens the task's details. */
  readonly showInTable: (task: TaskAddress, filter: TaskFilter) => void;
  /** Goes to the timeline, at the task. */
  readonly showOnTimeline: (task: TaskAddress) => void;
}

export const allTasks: TaskFilter = { trial: null, outcome: null, text: '' };

const Context = createContext<TaskFocus | null>(null);

interface TaskFocusProviderProps {
  readonly onTab: (tab: SessionTab) => void;
  readonly children: ReactNode;
}

export function TaskFocusProvider({ onTab, children }: TaskFocusProviderProps) {
  const [selected, select] = useState<TaskAddress | null>(null);
  const [onTimeline, setOnTimeline] = useState<TaskAddress | null>(null);
  const [filter, setFilter] = useState(allTasks);
  const focus = useMemo<TaskFocus>(
    () => ({
      selected,
      select,
      onTimeline,
      arrive: () => setOnTimeline(null),
      filter,
      setFilter,
      showInTable: (task, tasks) => {
        select(task);
        setFilter(tasks);
        onTab('tasks');
      },
      showOnTimeline: (task) => {
        select(task);
        setOnTimeline(task);
        onTab('timeline');
      },
    }),
    [selected, onTimeline, filter, onTab],
  );
  return <Context value={focus}>{children}</Context>;
}

export function useTaskFocus(): TaskFocus {
  const focus = use(Context);
  if (focus === null) throw new Error('useTaskFocus needs a TaskFocusProvider above it');
  return focus;
}
