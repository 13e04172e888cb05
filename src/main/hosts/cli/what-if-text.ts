import { formatRatio } from '../../../shared/compared-figures.ts';
import { counted, formatMilliseconds } from '../../../shared/figures.ts';
import {
  whatIfTitle,
  type SwappedSite,
  type WhatIfReport,
  type WhatIfSide,
} from '../../../shared/what-if.ts';
import { joinSections, renderWarning } from './report-text.ts';
import { wrapText } from './text-layout.ts';
import { renderTable, type Column } from './text-table.ts';
import type { TextView } from './text-view.ts';

/**
 * The result of a what-if as text, ending in a newline: in what the variant differs first, as nothing else counts then; both sides, what was swapped
 * and what was not and why, and what it comes to. Pure.
 */
export const renderWhatIf = (report: WhatIfReport, view: TextView): string =>
  joinSections([
    renderDifferences(report, view),
    renderSides(report, view),
    renderSwapped(report, view),
    report.refused.flatMap(({ site, function: name, reason, tasks }) => [
      wrapText(
        `${view.paint('warning', 'not swapped')} ${where({ site, function: name, tasks })}`,
        view.columns,
        2,
      ),
      wrapText(`  → ${reason}`, view.columns, 4),
    ]),
    report.warnings.map((warning) => renderWarning(warning, view)),
    [wrapText(`${view.paint('title', 'Verdict:')} ${report.verdict}`, view.columns, 2)],
  ]);

const renderDifferences = ({ differences }: WhatIfReport, { columns, paint }: TextView): readonly string[] =>
  differences.map((difference) => wrapText(`${paint('bad', 'DIFFERENT')} ${difference}`, columns, 2));

interface Line {
  readonly name: string;
  readonly side: WhatIfSide;
}

function renderSides(report: WhatIfReport, view: TextView): readonly string[] {
  const { baseline, variant, comparison } = report;
  const lines: readonly Line[] = [
    { name: 'script as it is', side: baseline },
    ...(variant.runs === 0 ? [] : [{ name: whatIfTitle(report.swap, report.workers), side: variant }]),
  ];
  const { columns, paint } = view;
  const interval =
    comparison === null
      ? []
      : [
          wrapText(
            `variant / script  ${paint(comparison.significant ? (comparison.ratio < 1 ? 'good' : 'bad') : 'title', formatRatio(comparison.ratio))}  ${paint('faint', `95 %: ${formatRatio(comparison.low)}–${formatRatio(comparison.high)}`)}`,
            columns,
            2,
          ),
        ];
  return [...renderTable(sideColumns, lines, view), ...interval];
}

const sideColumns: readonly Column<Line>[] = [
  { title: '', align: 'left', sacrifice: 0, cell: ({ name }) => name },
  right('runs', 3, ({ runs }) => String(runs)),
  right('median', 0, ({ wall_ms }) => formatMilliseconds(wall_ms)),
  right('fastest', 2, ({ walls_ms }) =>
    formatMilliseconds(walls_ms.length === 0 ? null : Math.min(...walls_ms)),
  ),
  right('slowest', 2, ({ walls_ms }) =>
    formatMilliseconds(walls_ms.length === 0 ? null : Math.max(...walls_ms)),
  ),
  right('on CPU', 1, ({ on_cpu_ms }) => formatMilliseconds(on_cpu_ms)),
  right('tasks', 1, ({ tasks }) => (tasks === null ? '–' : String(tasks))),
  right('workers', 1, ({ workers }) => (workers === null ? '–' : String(workers))),
  right('exit', 1, ({ exit: { code, signal } }) => signal ?? (code === null ? '–' : String(code))),
];

function right(title: string, sacrifice: number, cell: (side: WhatIfSide) => string): Column<Line> {
  return { title, align: 'right', sacrifice, cell: ({ side }) => cell(side) };
}

function renderSwapped({ swapped, tasks }: WhatIfReport, { columns, paint }: TextView): readonly string[] {
  const sum = tasks === null ? [] : [`${counted(tasks.swapped, 'task')} of ${tasks.total} ran swapped`];
  return [
    ...sum.map((text) => (tasks?.swapped === tasks?.total ? text : paint('warning', text))),
    ...swapped.map((site) => wrapText(`${paint('good', 'swapped')} ${where(site)}`, columns, 2)),
  ];
}

const where = ({ site, function: name, tasks }: SwappedSite): string =>
  `${site}, in ${name}${tasks === null ? '' : ` (${counted(tasks, 'task')})`}`;
