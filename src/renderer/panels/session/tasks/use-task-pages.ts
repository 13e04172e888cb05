import { useMemo, useSyncExternalStore } from 'react';
import { useEngine } from '../../../connection/use-engine.ts';
import type { TaskFilter, TaskTableQuery } from '../../../../shared/session-queries.ts';
import { TaskPages } from './task-pages.ts';

export type TaskSort = TaskTableQuery['sort'];

/** The rows of a task table; others as soon as the session, the filter, the order or the number of stored tasks is another. */
export function useTaskPages(session: string, filter: TaskFilter, sort: TaskSort, stored: number): TaskPages {
  const engine = useEngine();
  const pages = useMemo(
    () => new TaskPages((first, count) => engine.taskTable({ session, filter, sort, first, count })),
    // A growing session is another table with every task that it gained.
    // oxlint-disable-next-line react/exhaustive-deps
    [engine, session, filter, sort, stored],
  );
  useSyncExternalStore(pages.subscribe, pages.version);
  return pages;
}
