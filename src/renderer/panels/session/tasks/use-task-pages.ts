import { useMemo, useSyncExternalStore } from 'react';
import { useEngine } from '../../../connection/use-engine.ts';
import type { SessionOverview, TaskFilter, TaskTableQuery } from '../../../../shared/session-queries.ts';
import { TaskPages } from './task-pages.ts';

export type TaskSort = TaskTableQuery['sort'];

/** The rows of a task table; others as soon as the filter, the order or the overview is another: a growing session has more by then. */
export function useTaskPages(overview: SessionOverview, filter: TaskFilter, sort: TaskSort): TaskPages {
  const engine = useEngine();
  const pages = useMemo(
    () =>
      new TaskPages(
        (first, count) => engine.taskTable({ session: overview.path, filter, sort, first, count }),
        new Map(overview.tracing?.sites.map((site) => [site.number, site])),
      ),
    [engine, overview, filter, sort],
  );
  useSyncExternalStore(pages.subscribe, pages.version);
  return pages;
}
