import { comparedFigures, formatP, formatRatio, leadFigures } from '../../../shared/compared-figures.ts';
import type {
  ComparedMetric,
  ComparedSession,
  ComparedSubject,
  ComparisonReport,
} from '../../../shared/comparison.ts';
import { formatMoment } from '../../engine/library/moments.ts';
import { joinSections, renderWarning } from './report-text.ts';
import { wrapText } from './text-layout.ts';
import { renderTable, type Column } from './text-table.ts';
import type { TextView } from './text-view.ts';

/**
 * Two sessions side by side as text, ending in a newline: what they are, why they may not compare, a table for each subject under what it
 * comes to, and what intervals leave out. Pure.
 */
export function renderComparison(report: ComparisonReport, view: TextView): string {
  return joinSections([
    [renderSession('A', report.a, view), renderSession('B', report.b, view)],
    report.warnings.map((warning) => renderWarning(warning, view)),
    ...report.subjects.map((subject) => renderSubject(subject, report.metrics, view)),
    renderUnmatched(report, view),
    report.notes.map((note) => view.paint('faint', wrapText(note, view.columns))),
  ]);
}

function renderSession(
  which: 'A' | 'B',
  { label, session, started_at, complete }: ComparedSession,
  { columns, paint }: TextView,
): string {
  const facts = [formatMoment(started_at), session].filter((fact) => fact !== '').join(' · ');
  const state = complete ? '' : paint('warning', ' (interrupted)');
  return wrapText(`${paint('title', `${which}  ${label}`)}${state}  ${paint('faint', facts)}`, columns, 3);
}

function renderSubject(
  subject: ComparedSubject,
  all: readonly ComparedMetric[],
  view: TextView,
): readonly string[] {
  const metrics = all.filter((metric) => metric.subject === subject.name);
  const lead = metrics.find(({ name }) => name === leadFigures[subject.kind]) ?? metrics[0];
  if (lead === undefined) return [];
  const heading = `${view.paint('title', `${subject.name}:`)} ${lead.verdict}`;
  return [wrapText(heading, view.columns, 2), ...renderTable(columnsFor(view), metrics, view)];
}

const columnsFor = ({ paint }: TextView): readonly Column<ComparedMetric>[] => [
  {
    title: 'figure',
    align: 'left',
    sacrifice: 0,
    cell: ({ name }) => comparedFigures[name].title,
  },
  right('A', 0, ({ name, a }) => comparedFigures[name].format(a)),
  right('B', 0, ({ name, b }) => comparedFigures[name].format(b)),
  right('B / A', 0, ({ ratio, better }) =>
    better === null ? formatRatio(ratio) : paint(better === 'b' ? 'good' : 'bad', formatRatio(ratio)),
  ),
  right('95 %', 1, ({ low, high }) =>
    low === null || high === null ? '–' : `${formatRatio(low)}–${formatRatio(high)}`,
  ),
  right('p', 4, ({ rank_test }) => (rank_test === null ? '–' : formatP(rank_test.p))),
  right('effect', 3, ({ effect }) => effect?.size ?? '–'),
  right('n', 2, ({ samples: { a, b } }) => (a === b ? String(a) : `${a}, ${b}`)),
  { title: '', align: 'left', sacrifice: 5, cell: ({ verdict }) => verdict },
];

const right = (
  title: string,
  sacrifice: number,
  cell: (metric: ComparedMetric) => string,
): Column<ComparedMetric> => ({ title, align: 'right', sacrifice, cell });

const renderUnmatched = ({ only_in }: ComparisonReport, { columns, paint }: TextView): readonly string[] =>
  (['a', 'b'] as const)
    .filter((which) => only_in[which].length > 0)
    .map((which) =>
      paint('faint', wrapText(`only in ${which.toUpperCase()}: ${only_in[which].join(', ')}`, columns, 2)),
    );
