import { useState } from 'react';
import { counted } from '../../shared/figures.ts';
import type { RangeSummary } from '../../shared/session-queries.ts';
import { useCall } from '../connection/use-call.ts';
import { useSettled } from '../connection/use-settled.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import styles from './RangePanel.module.css';
import { firstSorting, rangeTable, sortedRows, tableText } from './range-tables.ts';
import type { RangeTable, RangeTableName, Sorting } from './range-tables.ts';
import type { ThreadBook } from './thread-book.ts';
import type { TrialGroup } from './trial-groups.ts';
import type { TimeRange } from './viewport.ts';

interface RangePanelProps {
  readonly session: string;
  /** On the session's clock. */
  readonly range: TimeRange;
  readonly book: ThreadBook;
  readonly trials: readonly TrialGroup[];
  readonly onClose: () => void;
  /** Escape leads back to the tracks. */
  readonly onLeave: () => void;
}

/** While the range is being dragged nothing is asked. */
const draggingMs = 120;
/** More rows are counted: the first are those that matter, whatever they are sorted by. */
const mostRows = 200;

/** What ran in the marked range: sums per thread, core and trial, to sort and to copy. */
export function RangePanel({ session, range, book, trials, onClose, onLeave }: RangePanelProps) {
  const asked = useSettled(range, draggingMs);
  const { fromNs, toNs } = asked;
  const answer = useCall((engine) => engine.rangeSummary({ session, fromNs, toNs }), [session, fromNs, toNs]);
  const [name, setName] = useState<RangeTableName>('threads');
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const summary =
    answer.state === 'ready' ? answer.value : answer.state === 'loading' ? answer.previous : null;
  const table = summary === null ? null : rangeTable(name, summary, book, trials);
  const rows = table === null ? [] : sorting === null ? table.rows : sortedRows(table, sorting);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leads out of whatever it holds
    <section
      className={styles['panel']}
      aria-label="Figures of the marked range"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
      }}
    >
      <div className={styles['head']}>
        <Segmented
          label="Sums of the marked range"
          value={name}
          options={[
            { value: 'threads', label: 'Threads' },
            { value: 'cores', label: 'Cores' },
            ...(trials.length === 0 ? [] : [{ value: 'trials', label: 'Trials' } as const]),
          ]}
          onChange={(chosen) => {
            setName(chosen);
            setSorting(null);
          }}
        />
        <span className={styles['told']}>
          {answer.state === 'failed' ? answer.error.message : summary === null ? '' : demandWords(summary)}
        </span>
        {table !== null && <CopyButton text={tableText(table, rows)} label="Copy table" />}
        <IconButton icon="chevron-down" label="Hide the figures" onClick={onClose} />
      </div>
      {table !== null && (
        // Without a tab stop of its own, nobody could scroll it by keyboard.
        <section className={styles['scroller']} aria-label={`Sums per ${name.slice(0, -1)}`} tabIndex={0}>
          <Rows table={table} rows={rows} sorting={sorting} onSort={setSorting} />
        </section>
      )}
    </section>
  );
}

function demandWords({ oversubscription }: RangeSummary): string {
  if (oversubscription === null) return 'Nothing of the workload ran here.';
  return `${oversubscription.toFixed(2)} of its threads wanted each core that it used, on average.`;
}

interface RowsProps {
  readonly table: RangeTable;
  readonly rows: RangeTable['rows'];
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting) => void;
}

const Rows = ({ table, rows, sorting, onSort }: RowsProps) => (
  <>
    <table className={styles['table']}>
      <thead>
        <tr>
          {table.columns.map((title, column) => {
            const own = sorting?.column === column ? sorting : null;
            const order = own === null ? 'none' : own.descending ? 'descending' : 'ascending';
            return (
              <th key={title} scope="col" aria-sort={order}>
                <button
                  type="button"
                  className={styles['sort']}
                  onClick={() =>
                    onSort(
                      own === null ? firstSorting(table, column) : { ...own, descending: !own.descending },
                    )
                  }
                >
                  {title}
                  {own !== null && <span aria-hidden="true">{own.descending ? ' ↓' : ' ↑'}</span>}
                </button>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, mostRows).map(({ key, cells }) => (
          <tr key={key}>
            {cells.map(({ text }, column) =>
              column === 0 ? (
                <th key={table.columns[column]} scope="row">
                  {text}
                </th>
              ) : (
                <td key={table.columns[column]}>{text}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
    {rows.length > mostRows && (
      <p className={styles['more']}>
        {counted(rows.length - mostRows, 'further row')}: copy the table for all.
      </p>
    )}
  </>
);
