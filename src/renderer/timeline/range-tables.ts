import { formatCount } from '../../shared/figures.ts';
import type { RangeSummary } from '../../shared/session-queries.ts';
import { durationOf } from './duration-words.ts';
import type { ThreadBook } from './thread-book.ts';
import { groupTitle } from './track-groups.ts';
import type { TrialGroup } from './trial-groups.ts';

export type RangeTableName = 'threads' | 'cores' | 'trials';

export interface Cell {
  readonly text: string;
  /** What rows are sorted by. */
  readonly value: number | string;
}

export interface Row {
  /** No other row of the table has it: texts may be alike. */
  readonly key: string;
  readonly cells: readonly Cell[];
}

export interface RangeTable {
  /** The first column names the row, all others are figures. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** What ran in a range, per thread, core or trial. */
export function rangeTable(
  name: RangeTableName,
  summary: RangeSummary,
  book: ThreadBook,
  trials: readonly TrialGroup[],
): RangeTable {
  switch (name) {
    case 'threads':
      return threadTable(summary, book);
    case 'cores':
      return coreTable(summary);
    case 'trials':
      return trialTable(summary, book, trials);
  }
}

const switchColumns = ['On CPU', 'Run delay', 'Blocked', 'Preempted', 'Migrations'];

const threadTable = ({ threads }: RangeSummary, book: ThreadBook): RangeTable => ({
  columns: ['Thread', 'Process', ...switchColumns],
  // Those of the workload come first, each group in the order of the answer: most CPU time first.
  rows: threads
    .toSorted((a, b) => Number(b.workload) - Number(a.workload))
    .map((thread) => ({
      key: `thread ${thread.thread}`,
      cells: [
        named(
          `${book.track(thread.thread)?.worker?.name ?? thread.name} · ${thread.tid}${thread.workload ? '' : ' (other program)'}`,
        ),
        { text: String(thread.pid), value: thread.pid },
        time(thread.onCpuNs),
        time(thread.runDelayNs),
        count(thread.blocked),
        count(thread.preempted),
        count(thread.migrations),
      ],
    })),
});

const coreTable = ({ cores }: RangeSummary): RangeTable => ({
  columns: ['Core', 'Workload', 'Others', 'Idle', 'Switches'],
  rows: cores.map((core) => ({
    key: `core ${core.core}`,
    cells: [
      { text: `core ${core.core}`, value: core.core },
      time(core.workloadNs),
      time(core.othersNs),
      time(core.idleNs),
      count(core.switches),
    ],
  })),
});

/** The threads of a trial are those of its workers. */
function trialTable(
  { trials: inRange, threads }: RangeSummary,
  book: ThreadBook,
  groups: readonly TrialGroup[],
): RangeTable {
  return {
    columns: ['Trial', 'Tasks', 'Ended', ...switchColumns],
    rows: inRange.map(({ trial, tasks, ended }) => {
      const group = groups.find(({ id }) => id === trial);
      const its = threads.filter(({ thread }) => book.track(thread)?.worker?.trial === trial);
      const sum = (of: 'onCpuNs' | 'runDelayNs' | 'blocked' | 'preempted' | 'migrations') =>
        its.reduce((total, thread) => total + thread[of], 0);
      return {
        key: `trial ${trial}`,
        cells: [
          named(group === undefined ? `trial ${trial}` : groupTitle(group)),
          count(tasks),
          count(ended),
          time(sum('onCpuNs')),
          time(sum('runDelayNs')),
          count(sum('blocked')),
          count(sum('preempted')),
          count(sum('migrations')),
        ],
      };
    }),
  };
}

const named = (text: string): Cell => ({ text, value: text });
/** What is not known is sorted below nothing. */
const time = (ns: number | null): Cell => ({ text: durationOf(ns ?? Number.NaN), value: ns ?? -1 });
const count = (value: number): Cell => ({ text: formatCount(value), value });

export interface Sorting {
  readonly column: number;
  readonly descending: boolean;
}

/** Rows that are equal keep their order. */
export function sortedRows({ rows }: RangeTable, { column, descending }: Sorting): RangeTable['rows'] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compared(a.cells[column]?.value ?? 0, b.cells[column]?.value ?? 0));
}

const compared = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

/** Names first go from A to Z, figures from the greatest down. */
export const firstSorting = (table: RangeTable, column: number): Sorting => ({
  column,
  descending: typeof table.rows[0]?.cells[column]?.value === 'number' && column > 0,
});

/** For a spreadsheet: a line per row, columns apart by tabs. */
export const tableText = ({ columns }: RangeTable, rows: RangeTable['rows']): string =>
  [columns, ...rows.map(({ cells }) => cells.map(({ text }) => text))]
    .map((line) => line.join('\t'))
    .join('\n');
