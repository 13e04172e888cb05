import { useRef, useState } from 'react';
import type { SessionOverview, TaskColumn } from '../../../../shared/session-queries.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useTaskFocus } from '../task-focus.tsx';
import { useSettled } from '../../../connection/use-settled.ts';
import { labTrials } from '../configuration.ts';
import { NothingTraced } from './NothingTraced.tsx';
import { TaskDetailsPanel } from './TaskDetailsPanel.tsx';
import { TaskFilterBar } from './TaskFilterBar.tsx';
import { TaskGrid } from './TaskGrid.tsx';
import { useTaskPages, type TaskSort } from './use-task-pages.ts';
import styles from './TasksPanel.module.css';

/** Columns of which the largest values are asked for first. */
const largestFirst: ReadonlySet<TaskColumn> = new Set([
  'queue',
  'run',
  'cpu',
  'argument_bytes',
  'result_bytes',
]);

/** How long typing pauses before it is searched for. */
const pauseMs = 200;

/** Every task of the session in a table, and one of them in full beside it. */
export function TasksPanel({ overview }: { readonly overview: SessionOverview }) {
  const { path, tasks, tracing, header } = overview;
  const trials = labTrials(overview.trials);
  const kind = header.command === 'lab' ? 'lab' : 'profile';
  const { filter, setFilter, selected, select } = useTaskFocus();
  const [sort, setSort] = useState<TaskSort>({ column: 'submit', descending: false });
  const settledFilter = useSettled(filter, pauseMs);
  const pages = useTaskPages(overview, settledFilter, sort);
  const rows = useLastKnown(pages.total) ?? tasks;
  const panel = useRef<HTMLDivElement>(null);
  if (tasks === 0 && kind === 'profile') return <NothingTraced overview={overview} />;
  if (tasks === 0) {
    return (
      <EmptyState icon="table" title="No task was stored">
        The recording ended before a task had settled.
      </EmptyState>
    );
  }
  const sortBy = (column: TaskColumn) =>
    setSort((now) => ({
      column,
      descending: now.column === column ? !now.descending : largestFirst.has(column),
    }));
  const focusWithin = (selector: string) => panel.current?.querySelector<HTMLElement>(selector)?.focus();
  return (
    <div ref={panel} className={styles['panel']}>
      <TaskFilterBar
        filter={filter}
        onChange={setFilter}
        trials={trials}
        apis={tracing?.apis ?? []}
        total={pages.total}
      />
      {pages.error !== null && (
        <Notice tone="bad" title={pages.error.message}>
          {pages.error.remedy}
        </Notice>
      )}
      <div className={styles['table']}>
        {pages.total === 0 ? (
          <div className={styles['nothing']}>
            <EmptyState icon="filter" title="No task passes the filter">
              {kind === 'lab'
                ? 'A number finds the task of that number in every trial; words find outcomes, executors and workers.'
                : 'A number finds the task of that number; words find outcomes, APIs, names, files, errors and workers.'}
            </EmptyState>
          </div>
        ) : (
          <TaskGrid
            pages={pages}
            rows={rows}
            order={JSON.stringify([settledFilter, sort])}
            kind={kind}
            trials={trials}
            sort={sort}
            onSort={sortBy}
            selected={selected}
            onSelect={(task, byKey) => {
              select(task);
              // After the details were drawn.
              if (byKey) requestAnimationFrame(() => focusWithin('aside'));
            }}
          />
        )}
        {selected !== null && (
          <TaskDetailsPanel
            session={path}
            task={selected}
            trials={overview.trials}
            onClose={() => {
              select(null);
              focusWithin('[role=grid]');
            }}
          />
        )}
      </div>
    </div>
  );
}

/** The last value that was not null. */
function useLastKnown<T>(value: T | null): T | null {
  const [known, setKnown] = useState(value);
  if (value !== null && value !== known) setKnown(value);
  return value ?? known;
}
