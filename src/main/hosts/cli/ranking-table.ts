import type { LabReport } from '../../../shared/lab-report.ts';
import { rankConfigurations } from '../../../shared/ranking.ts';
import type { Ranked } from '../../../shared/ranking.ts';
import {
  counted,
  formatCount,
  formatMegabytes,
  formatMilliseconds,
  formatRate,
  formatShare,
} from '../../../shared/figures.ts';
import { renderTable } from './text-table.ts';
import type { Column } from './text-table.ts';
import type { TextView } from './text-view.ts';

/**
 * The lab's ranking as lines of text: one row per executor and worker count, the recommended one marked. `queued` is the
 * median wait from submit to start, `spread` half the range of the repeats' throughputs.
 */
export function renderRanking(report: LabReport, view: TextView): readonly string[] {
  const rows = rankConfigurations(report);
  if (rows.length === 0) return ['  No trial was begun.'];
  const shown = rows.slice(0, Math.max(mostRows, 1 + rows.findIndex(({ recommended }) => recommended)));
  const more = rows.length - shown.length;
  return [
    ...renderTable(columns(rows, view), shown, view),
    ...(more > 0 ? [view.paint('faint', `  and ${counted(more, 'configuration')} that did less`)] : []),
  ];
}

const mostRows = 16;

function columns(rows: readonly Ranked[], { paint }: TextView): readonly Column<Ranked>[] {
  const anyFailed = rows.some((row) => row.failed > 0);
  const anyUnfinished = rows.some((row) => row.repeats < row.begun);
  return [
    {
      title: 'executor',
      align: 'left',
      sacrifice: 0,
      cell: (row) => (row.recommended ? paint('good', `${row.executor} ◀`) : row.executor),
    },
    figure('workers', 0, (row) => String(row.workers)),
    figure('tasks/s', 0, (row) => {
      const rate = formatRate(row.throughputPerSecond);
      return row.recommended ? paint('good', rate) : rate;
    }),
    figure('spread', 5, (row) => (row.spread === null ? '–' : `± ${formatShare(row.spread)}`)),
    figure('task p50', 1, (row) => formatMilliseconds(row.taskP50Ms)),
    figure('p95', 3, (row) => formatMilliseconds(row.taskP95Ms)),
    figure('queued', 4, (row) => formatMilliseconds(row.queueP50Ms)),
    figure('on CPU', 6, (row) => formatMilliseconds(row.onCpuMs)),
    figure('run delay', 7, (row) => formatMilliseconds(row.runDelayMs)),
    figure('startup', 8, (row) => formatMilliseconds(row.startupMs)),
    figure('peak RSS', 9, (row) => formatMegabytes(row.peakRssMb)),
    figure('failed', anyFailed ? 2 : 10, (row) =>
      row.failed === 0 ? '0' : paint('bad', `${formatCount(row.failed)} of ${formatCount(row.tasks)}`),
    ),
    ...(anyUnfinished ? [figure('trials', 2, (row) => `${row.repeats} of ${row.begun}`)] : []),
  ];
}

const figure = (title: string, sacrifice: number, cell: (row: Ranked) => string): Column<Ranked> => ({
  title,
  align: 'right',
  sacrifice,
  cell,
});
