import type { NodeExecutor } from '../../../../shared/lab-report.ts';
import { executorColour } from '../../../ui/ExecutorMark.tsx';
import { taskGridColumns, type TaskGridColumn } from './task-grid-columns.ts';
import type { TaskRow } from './task-row.ts';
import styles from './TaskGrid.module.css';

export const cellId = (gridId: string, row: number, column: number): string => `${gridId}-${row}-${column}`;

interface TaskGridRowProps {
  readonly gridId: string;
  readonly row: number;
  readonly topPx: number;
  /** Null: on its way. The row keeps its place meanwhile. */
  readonly task: TaskRow | null;
  readonly trialName: (trial: number) => string;
  readonly executor: NodeExecutor | null;
  /** The column the keyboard is on; null: it is on another row. */
  readonly cursorColumn: number | null;
  readonly selected: boolean;
  readonly onClick: () => void;
}

export const TaskGridRow = ({
  gridId,
  row,
  topPx,
  task,
  trialName,
  executor,
  cursorColumn,
  selected,
  onClick,
}: TaskGridRowProps) => (
  // The keyboard's way is Enter on the grid, which holds the focus for all rows.
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
  <tr
    aria-rowindex={row + 2}
    aria-selected={selected}
    aria-busy={task === null}
    className={`${styles['row']} ${row % 2 === 1 ? styles['odd'] : ''}`}
    style={{ transform: `translateY(${topPx}px)` }}
    onClick={onClick}
  >
    {taskGridColumns.map((column, at) => (
      <td
        key={column.column}
        id={cellId(gridId, row, at)}
        aria-colindex={at + 1}
        className={classOf(column, task, cursorColumn === at)}
      >
        {task === null ? (
          <span className={styles['skeleton']} />
        ) : (
          <>
            {column.column === 'trial' && executor !== null && (
              <span className={styles['swatch']} style={{ background: executorColour(executor) }} />
            )}
            {column.text(task, trialName)}
          </>
        )}
      </td>
    ))}
  </tr>
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
