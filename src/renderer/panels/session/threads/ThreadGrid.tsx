import { useId, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { Icon } from '../../../ui/Icon.tsx';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import { moveCursor, type GridCursor } from '../tasks/grid-cursor.ts';
import { useListScroll } from '../tasks/use-list-scroll.ts';
import { threadColumns } from './thread-columns.ts';
import type { ThreadSort, ThreadSortColumn, ThreadTreeRow } from './thread-tree.ts';
import styles from './ThreadGrid.module.css';

/** As in the style sheet. */
const rowPx = 28;
const headPx = 32;
/** Rows drawn beyond the view, so that scrolling by a wheel's notch shows no gap. */
const overscan = 8;
/** What `aria-rowindex` says of the first row: it counts from 1, and the headings are a row, too. */
const firstRowIndex = 2;
/** Deeper than this, rows are no further indented: the name needs the room. */
const deepest = 12;

interface ThreadGridProps {
  readonly rows: readonly ThreadTreeRow[];
  readonly sort: ThreadSort;
  readonly onSort: (column: ThreadSortColumn) => void;
}

/** The tree as a grid of any number of rows, of which those in view are drawn. */
export function ThreadGrid({ rows, sort, onSort }: ThreadGridProps) {
  const id = useId();
  const { scroller, onScroll, extent, shiftPx, first, last, showRow } = useListScroll({
    rows: rows.length,
    rowPx,
    headPx,
  });
  const [wanted, setCursor] = useState<GridCursor>({ row: 0, column: 0 });
  const cursor = { ...wanted, row: Math.min(wanted.row, rows.length - 1) };
  const drawnFrom = Math.max(0, first - overscan);
  const drawn = rows.slice(drawnFrom, last + overscan + 1);
  const isCursorDrawn = cursor.row >= drawnFrom && cursor.row < drawnFrom + drawn.length;

  const pick = ({ target }: MouseEvent) => {
    const rowIndex = target instanceof Element ? target.closest('tr')?.ariaRowIndex : null;
    const row = Number(rowIndex ?? 0) - firstRowIndex;
    // The headings are a row, too.
    if (row >= 0) setCursor({ row, column: cursor.column });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of the headings' buttons are theirs.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const pageRows = Math.max(1, Math.floor(extent.viewPx / rowPx) - 1);
    const next = moveCursor(cursor, event.key, {
      rows: rows.length,
      columns: threadColumns.length,
      pageRows,
    });
    if (next === null) return;
    event.preventDefault();
    setCursor(next);
    showRow(next.row);
  };
  return (
    <table
      ref={scroller}
      // Keys move from cell to cell, which is what makes a table a grid.
      role="grid"
      tabIndex={0}
      aria-label="Processes and threads"
      aria-rowcount={rows.length + 1}
      aria-colcount={threadColumns.length}
      aria-activedescendant={isCursorDrawn ? cellId(id, cursor) : undefined}
      className={styles['grid']}
      onScroll={onScroll}
      onClick={pick}
      onKeyDown={onKeyDown}
    >
      <ThreadGridHead sort={sort} onSort={onSort} />
      <tbody className={styles['body']} style={{ height: extent.elementPx }}>
        {drawn.map((row, offset) => (
          <ThreadGridRow
            // Rows have a place and no more: pids and tids can come again.
            // oxlint-disable-next-line react/no-array-index-key
            key={drawnFrom + offset}
            gridId={id}
            at={drawnFrom + offset}
            row={row}
            topPx={(drawnFrom + offset) * rowPx + shiftPx}
            cursorColumn={cursor.row === drawnFrom + offset ? cursor.column : null}
          />
        ))}
      </tbody>
    </table>
  );
}

const cellId = (gridId: string, { row, column }: GridCursor): string => `${gridId}-${row}-${column}`;

const ThreadGridHead = ({ sort, onSort }: Pick<ThreadGridProps, 'sort' | 'onSort'>) => (
  <thead className={styles['head']}>
    <tr aria-rowindex={1} className={styles['cells']}>
      {threadColumns.map(({ column, title, meaning, align }, at) => {
        const isSorted = sort.column === column;
        return (
          <th
            key={column}
            scope="col"
            aria-label={title}
            aria-colindex={at + 1}
            aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            className={align === 'right' ? styles['right'] : undefined}
          >
            <Tooltip content={meaning}>
              <button
                type="button"
                className={`${styles['sort']} ${isSorted ? styles['sorted'] : ''}`}
                onClick={() => onSort(column)}
              >
                {title}
                {isSorted && <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} size={14} />}
              </button>
            </Tooltip>
          </th>
        );
      })}
    </tr>
  </thead>
);

interface ThreadGridRowProps {
  readonly gridId: string;
  readonly at: number;
  readonly row: ThreadTreeRow;
  readonly topPx: number;
  /** The column the keyboard is on; null: it is on another row. */
  readonly cursorColumn: number | null;
}

const ThreadGridRow = ({ gridId, at, row, topPx, cursorColumn }: ThreadGridRowProps) => (
  <tr
    aria-rowindex={at + firstRowIndex}
    className={`${styles['cells']} ${styles['row']} ${row.kind === 'process' ? styles['process'] : ''}`}
    style={{ transform: `translateY(${topPx}px)` }}
  >
    {threadColumns.map(({ column, align, text }, index) => (
      <td
        key={column}
        id={cellId(gridId, { row: at, column: index })}
        aria-colindex={index + 1}
        title={column === 'name' ? row.name : undefined}
        style={column === 'name' ? { paddingLeft: 8 + 16 * Math.min(deepest, row.depth) } : undefined}
        className={[
          styles['cell'],
          align === 'right' ? styles['right'] : '',
          cursorColumn === index ? styles['active'] : '',
        ].join(' ')}
      >
        {column === 'name' && <span className="visually-hidden">{row.kind} </span>}
        {text(row)}
      </td>
    ))}
  </tr>
);
