import { memo } from 'react';
import type { Executor } from '../../../../shared/executors.ts';
import { executorBackground } from '../../../ui/executor-look.ts';
import { executorLike } from '../../../format/traced-api.ts';
import { trialNameOf, type LabTrial } from '../configuration.ts';
import type { TaskGridColumn } from './task-grid-columns.ts';
import type { TaskRow } from './task-row.ts';
import styles from './TaskGrid.module.css';

export const cellId = (gridId: string, row: number, column: number): string => `${gridId}-${row}-${column}`;

/** What `aria-rowindex` says of the first row: it counts from 1, and the headings are a row, too. */
export const firstRowIndex = 2;

interface TaskGridRowProps {
  readonly gridId: string;
  readonly row: number;
  readonly topPx: number;
  /** Null: on its way. The row keeps its place meanwhile. */
  readonly task: TaskRow | null;
  readonly columns: readonly TaskGridColumn[];
  readonly trials: readonly LabTrial[];
  /** The column the keyboard is on; null: it is on another row. */
  readonly cursorColumn: number | null;
  readonly selected: boolean;
}

/** Drawn anew only when something of it changes: scrolling by a notch then draws the rows that came into view and no others. */
export const TaskGridRow = memo(
  ({ gridId, row, topPx, task, columns, trials, cursorColumn, selected }: TaskGridRowProps) => (
    <tr
      aria-rowindex={row + firstRowIndex}
      aria-selected={selected}
      aria-busy={task === null}
      className={`${styles['row']} ${row % 2 === 1 ? styles['odd'] : ''}`}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      {columns.map((column, at) => (
        <td
          key={column.column}
          id={cellId(gridId, row, at)}
          aria-colindex={at + 1}
          title={task === null ? undefined : wholeText(column, task, trials)}
          className={classOf(column, task, cursorColumn === at)}
        >
          {task === null ? (
            <span className={styles['skeleton']} />
          ) : (
            <>
              <Swatch executor={executorOf(column, task, trials)} />
              {column.text(task, (trial) => trialNameOf(trials, trial))}
            </>
          )}
        </td>
      ))}
    </tr>
  ),
);

const Swatch = ({ executor }: { readonly executor: Executor | null }) =>
  executor === null ? null : (
    <span className={styles['swatch']} style={{ background: executorBackground(executor) }} />
  );

/** Whose colour stands in the cell. */
function executorOf(
  { column }: TaskGridColumn,
  { trial, traced }: TaskRow,
  trials: readonly LabTrial[],
): Executor | null {
  if (column === 'trial') return trials[trial]?.executor ?? null;
  return column === 'api' && traced !== null ? executorLike(traced.api) : null;
}

/** What may have had no room in the cell. */
function wholeText(
  { column }: TaskGridColumn,
  { trial, traced }: TaskRow,
  trials: readonly LabTrial[],
): string | undefined {
  if (column === 'trial') return trialNameOf(trials, trial);
  if (traced === null) return undefined;
  if (column === 'api') return traced.api;
  if (column === 'name') return traced.name;
  return column === 'callable' && traced.callable !== null
    ? `${traced.callable.file}:${traced.callable.line}`
    : undefined;
}

function classOf({ column, align }: TaskGridColumn, task: TaskRow | null, isActive: boolean): string {
  const outcome = column === 'outcome' && task !== null && task.outcome !== 'ok';
  return [
    styles['cell'],
    align === 'right' ? styles['right'] : '',
    outcome ? styles['notOk'] : '',
    isActive ? styles['active'] : '',
  ].join(' ');
}
