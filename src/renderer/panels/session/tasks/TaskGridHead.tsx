import type { TaskColumn } from '../../../../shared/session-queries.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import type { TaskGridColumn } from './task-grid-columns.ts';
import type { TaskSort } from './use-task-pages.ts';
import styles from './TaskGrid.module.css';

interface TaskGridHeadProps {
  readonly columns: readonly TaskGridColumn[];
  readonly sort: TaskSort;
  readonly onSort: (column: TaskColumn) => void;
}

/** The headings, which sort: the one sorted by has an arrow, pressing it turns the order round. */
export const TaskGridHead = ({ columns, sort, onSort }: TaskGridHeadProps) => (
  <thead className={styles['head']}>
    <tr aria-rowindex={1} className={styles['headings']}>
      {columns.map(({ column, title, meaning, align }, at) => {
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
