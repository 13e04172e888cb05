import Table from 'cli-table3';
import { textWidth } from './text-layout.ts';
import type { TextView } from './text-view.ts';

/** One column of a borderless table. */
export interface Column<Row> {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns with the highest number go first when the terminal is too narrow; 0 always stays. */
  readonly sacrifice: number;
  readonly cell: (row: Row) => string;
}

/**
 * Lines of an aligned table, without a newline at the end. What does not fit into the view's width is left out column by
 * column, for a wrapped table cannot be read; the caller may name what was left out by `columnsThatFit`.
 */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  view: TextView,
): readonly string[] {
  let chosen = columns;
  for (;;) {
    const lines = alignedLines(chosen, rows, view);
    const first = Math.max(...chosen.map((column) => column.sacrifice));
    if (first === 0 || lines.every((line) => textWidth(line) <= view.columns)) return lines;
    chosen = chosen.filter((column) => column.sacrifice !== first);
  }
}

function alignedLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { paint }: TextView,
): readonly string[] {
  const table = new Table({
    head: columns.map((column) => paint('faint', column.title)),
    colAligns: columns.map((column) => column.align),
    chars: borderless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...rows.map((row) => columns.map((column) => column.cell(row))));
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line.trimEnd()}`);
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
