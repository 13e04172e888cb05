import { useEffect, useId, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { TaskColumn } from '../../../../shared/session-queries.ts';
import type { LabTrial } from '../configuration.ts';
import type { TaskAddress } from '../task-focus.tsx';
import { moveCursor, type GridCursor } from './grid-cursor.ts';
import { taskGridColumns, type TaskGridKind } from './task-grid-columns.ts';
import type { TaskPages } from './task-pages.ts';
import { TaskGridHead } from './TaskGridHead.tsx';
import { cellId, firstRowIndex, TaskGridRow } from './TaskGridRow.tsx';
import { useListScroll } from './use-list-scroll.ts';
import type { TaskSort } from './use-task-pages.ts';
import styles from './TaskGrid.module.css';

/** As in the style sheet. */
const rowPx = 30;
const headPx = 32;
/** Rows drawn beyond the view, so that scrolling by a wheel's notch shows no gap. */
const overscan = 8;

interface TaskGridProps {
  readonly pages: TaskPages;
  /** Rows to make room for; until the first page came, as many as there were before. */
  readonly rows: number;
  /** Another text for another filter or sorting: the grid then begins again at its first row. */
  readonly order: string;
  readonly kind: TaskGridKind;
  /** Of a profile, none. */
  readonly trials: readonly LabTrial[];
  readonly sort: TaskSort;
  readonly onSort: (column: TaskColumn) => void;
  readonly selected: TaskAddress | null;
  /** `byKey`: Enter was pressed, so that the focus is to follow. */
  readonly onSelect: (task: TaskAddress, byKey: boolean) => void;
}

/** The task table: a grid of any number of rows, of which those in view are drawn. */
export function TaskGrid({
  pages,
  rows,
  order,
  kind,
  trials,
  sort,
  onSort,
  selected,
  onSelect,
}: TaskGridProps) {
  const id = useId();
  const columns = taskGridColumns(kind);
  const { scroller, onScroll, extent, shiftPx, first, last, showRow } = useListScroll({
    rows,
    rowPx,
    headPx,
  });
  const [cursor, setCursor] = useState<GridCursor>({ row: 0, column: 0 });
  const [shownOrder, setShownOrder] = useState(order);
  if (order !== shownOrder) {
    setShownOrder(order);
    setCursor({ row: 0, column: cursor.column });
    showRow(0);
  }
  useEffect(() => {
    if (rows > 0) pages.show(first, last);
  }, [pages, first, last, rows]);

  const drawnFrom = Math.max(0, first - overscan);
  const drawnTo = Math.min(rows - 1, last + overscan);
  const isCursorDrawn = cursor.row >= drawnFrom && cursor.row <= drawnTo;

  const select = (row: number, byKey: boolean) => {
    const task = pages.row(row);
    if (task !== null) onSelect({ trial: task.trial, index: task.index }, byKey);
  };
  // Rows come without handlers of their own: they are drawn anew less often than what a click does changes.
  const pick = ({ target }: MouseEvent) => {
    const rowIndex = target instanceof Element ? target.closest('tr')?.ariaRowIndex : null;
    if (rowIndex === null || rowIndex === undefined) return;
    const row = Number(rowIndex) - firstRowIndex;
    // The headings are a row, too.
    if (row < 0) return;
    setCursor({ row, column: cursor.column });
    select(row, false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of the headings' buttons are theirs.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      select(cursor.row, true);
      return;
    }
    const pageRows = Math.max(1, Math.floor(extent.viewPx / rowPx) - 1);
    const next = moveCursor(cursor, event.key, { rows, columns: columns.length, pageRows });
    if (next === null) return;
    event.preventDefault();
    setCursor(next);
    showRow(next.row);
    // Open details follow the cursor.
    if (selected !== null) select(next.row, false);
  };

  return (
    <table
      ref={scroller}
      // Keys move from cell to cell, which is what makes a table a grid.
      role="grid"
      // The grid holds the focus and names its active cell: rows come and go while it scrolls.
      tabIndex={0}
      aria-label="Tasks"
      aria-rowcount={rows + 1}
      aria-colcount={columns.length}
      aria-activedescendant={isCursorDrawn && rows > 0 ? cellId(id, cursor.row, cursor.column) : undefined}
      className={`${styles['grid']} ${styles[kind]}`}
      onScroll={onScroll}
      onClick={pick}
      onKeyDown={onKeyDown}
    >
      <TaskGridHead columns={columns} sort={sort} onSort={onSort} />
      <tbody className={styles['body']} style={{ height: extent.elementPx }}>
        {Array.from({ length: Math.max(0, drawnTo - drawnFrom + 1) }, (_, offset) => {
          const row = drawnFrom + offset;
          const task = pages.row(row);
          return (
            <TaskGridRow
              key={row}
              gridId={id}
              row={row}
              topPx={row * rowPx + shiftPx}
              task={task}
              columns={columns}
              trials={trials}
              cursorColumn={cursor.row === row ? cursor.column : null}
              selected={task !== null && selected?.trial === task.trial && selected.index === task.index}
            />
          );
        })}
      </tbody>
    </table>
  );
}
