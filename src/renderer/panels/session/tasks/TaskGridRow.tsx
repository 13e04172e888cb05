import { memo } from 'react';
import type { TrialExtent } from '../../../../shared/session-queries.ts';
import { executorColour } from '../../../ui/ExecutorMark.tsx';
import { trialNameOf } from '../configuration.ts';
import { taskGridColumns, type TaskGridColumn } from './task-grid-columns.ts';
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
  readonly trials: readonly TrialExtent[];
  /** The column the keyboard is on; null: it is on another row. */
  readonly cursorColumn: number | null;
  readonly selected: boolean;
}

/** Drawn anew only when something of it changes: scrolling by a notch then draws the rows that came into view and no others. */
export const TaskGridRow = memo(
  ({ gridId, row, topPx, task, trials, cursorColumn, selected }: TaskGridRowProps) => (
    <tr
      aria-rowindex={row + firstRowIndex}
      aria-selected={selected}
      aria-busy={task === null}
      className={`${styles['row']} ${row % 2 === 1 ? styles['odd'] : ''}`}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      {taskGridColumns.map((column, at) => (
        <td
          key={column.column}
          id={cellId(gridId, row, at)}
          aria-colindex={at + 1}
          title={column.column === 'trial' && task !== null ? trialNameOf(trials, task.trial) : undefined}
          className={classOf(column, task, cursorColumn === at)}
        >
          {task === null ? (
            <span className={styles['skeleton']} />
          ) : (
            <>
              {column.column === 'trial' && <Swatch trial={trials[task.trial]} />}
              {column.text(task, (trial) => trialNameOf(trials, trial))}
            </>
          )}
        </td>
      ))}
    </tr>
  ),
);

const Swatch = ({ trial }: { readonly trial: TrialExtent | undefined }) =>
  trial === undefined ? null : (
    <span className={styles['swatch']} style={{ background: executorColour(trial.executor) }} />
  );

function classOf({ column, align }: TaskGridColumn, task: TaskRow | null, isActive: boolean): string {
  const outcome = column === 'outcome' && task !== null && task.outcome !== 'ok';
  return [
    styles['cell'],
    align === 'right' ? styles['right'] : '',
    outcome ? styles['notOk'] : '',
    isActive ? styles['active'] : '',
  ].join(' ');
}
