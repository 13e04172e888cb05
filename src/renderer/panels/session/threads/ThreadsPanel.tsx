import { useMemo, useState } from 'react';
import { counted, formatCount } from '../../../../shared/figures.ts';
import type { ProfileReport } from '../../../../shared/profile-report.ts';
import type { NamedThread } from '../../../../shared/session-queries.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { calledByName, threadTree, type ThreadSort, type ThreadSortColumn } from './thread-tree.ts';
import { ThreadGrid } from './ThreadGrid.tsx';
import styles from './ThreadsPanel.module.css';

interface ThreadsPanelProps {
  readonly report: ProfileReport | null;
  /** Those whose names are known better than by the report. */
  readonly names: readonly NamedThread[];
}

/** Every process and thread of a profile, as a tree. */
export function ThreadsPanel({ report, names }: ThreadsPanelProps) {
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<ThreadSort>({ column: null, descending: false });
  const reported = report?.processes;
  const processes = useMemo(() => reported && calledByName(reported, names), [reported, names]);
  const rows = useMemo(() => threadTree(processes ?? [], search, sort), [processes, search, sort]);
  if (processes === undefined || processes.length === 0) {
    return (
      <EmptyState icon="threads" title="No process was seen">
        The program ended before it could be looked at.
      </EmptyState>
    );
  }
  const threads = rows.filter(({ kind }) => kind === 'thread').length;
  return (
    <div className={styles['panel']}>
      <FilterBar
        label="Search processes and threads"
        placeholder="name, pid or tid"
        text={search}
        onText={setSearch}
        end={
          <output>
            {counted(threads, 'thread')} of {processesInWords(rows.length - threads)}
          </output>
        }
      />
      {rows.length === 0 ? (
        <EmptyState icon="search" title="No process or thread is called so" />
      ) : (
        <ThreadGrid rows={rows} sort={sort} onSort={(column) => setSort(sortedBy(sort, column))} />
      )}
    </div>
  );
}

const processesInWords = (count: number): string =>
  count === 1 ? '1 process' : `${formatCount(count)} processes`;

/** The largest first, names and numbers from the beginning; a third press goes back to the order of begin. */
function sortedBy(now: ThreadSort, column: ThreadSortColumn): ThreadSort {
  const startsDescending = column !== 'name' && column !== 'id';
  if (now.column !== column) return { column, descending: startsDescending };
  return now.descending === startsDescending
    ? { column, descending: !startsDescending }
    : { column: null, descending: false };
}
