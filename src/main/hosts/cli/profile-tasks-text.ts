import { counted, formatCount, formatMilliseconds } from '../../../shared/figures.ts';
import type { ProfileReport, TasksOfApi } from '../../../shared/profile-report.ts';
import { renderTable, type Column } from './text-table.ts';
import type { TextView } from './text-view.ts';

interface Line {
  readonly api: string;
  readonly tasks: TasksOfApi;
}

/** The tasks of a profile by the API they were handed to, as a table; nothing where none were traced. Pure. */
export function renderTasks({ tasks }: ProfileReport, view: TextView): readonly string[] {
  const lines = Object.entries(tasks.by_api).map(([api, sums]) => ({ api, tasks: sums }));
  if (lines.length === 0) return [];
  return [view.paint('faint', counted(tasks.total, 'task')), ...renderTable(columnsFor(lines), lines, view)];
}

/** Columns that have something to say: most programs lose and cancel nothing. */
const columnsFor = (lines: readonly Line[]): readonly Column<Line>[] => [
  { title: 'tasks of', align: 'left', sacrifice: 0, cell: ({ api }) => api },
  count('tasks', 0, 'count'),
  count('ok', 5, 'ok'),
  count('failed', 0, 'error'),
  ...(lines.some(({ tasks }) => tasks.cancelled > 0) ? [count('cancelled', 4, 'cancelled')] : []),
  ...(lines.some(({ tasks }) => tasks.lost > 0) ? [count('lost', 0, 'lost')] : []),
  sum('run', 1, 'run_ms'),
  sum('queue', 2, 'queue_ms'),
  sum('on CPU', 3, 'on_cpu_ms'),
];

const count = (
  title: string,
  sacrifice: number,
  key: 'count' | 'ok' | 'error' | 'cancelled' | 'lost',
): Column<Line> => ({ title, align: 'right', sacrifice, cell: ({ tasks }) => formatCount(tasks[key]) });

const sum = (title: string, sacrifice: number, key: 'run_ms' | 'queue_ms' | 'on_cpu_ms'): Column<Line> => ({
  title,
  align: 'right',
  sacrifice,
  cell: ({ tasks }) => formatMilliseconds(tasks[key]),
});
