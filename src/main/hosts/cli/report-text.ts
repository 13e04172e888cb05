import { distinctFailures, outcomeVerbs } from '../../../shared/distinct-failures.ts';
import type { Finding, LabReport, Skipped, VerdictStep } from '../../../shared/lab-report.ts';
import type { FailureRow } from '../../../shared/session.ts';
import {
  counted,
  formatCount,
  formatMilliseconds,
  formatShare,
  namesSomething,
} from '../../../shared/figures.ts';
import { verdictSentence } from '../../../shared/verdict-text.ts';
import { renderRanking } from './ranking-table.ts';
import { renderScaling } from './scaling-text.ts';
import { fitText, textWidth, wrapText } from './text-layout.ts';
import type { TextView } from './text-view.ts';

/**
 * The result of a lab as text, ending in a newline: ranking, what was skipped, failed or noticed, and the verdict with its
 * steps. Pure: the same report and view give the same text.
 */
export function renderReport(
  report: LabReport,
  view: TextView,
  failures: readonly FailureRow[] = [],
): string {
  return joinSections([
    renderRanking(report, view),
    renderScaling(report, view),
    report.skipped.flatMap((skipped) => renderSkipped(skipped, view)),
    renderFailures(failures, report, view),
    renderFindings(report.findings, view),
    report.warnings.map((warning) => renderWarning(warning, view)),
    renderVerdict(report, view),
    renderRecipe(report, view),
  ]);
}

/** Sections apart by an empty line; those without lines are left out. */
export const joinSections = (sections: readonly (readonly string[])[]): string =>
  sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');

const renderSkipped = (
  { executor, reason, remedy }: Skipped,
  { columns, paint }: TextView,
): readonly string[] => [
  wrapText(`${paint('warning', 'skipped')} ${executor}: ${reason}`, columns, 2),
  wrapText(`  → ${remedy}`, columns, 4),
];

/** One line for each distinct failure, the most frequent first, however many trials had it. */
function renderFailures(
  rows: readonly FailureRow[],
  report: LabReport,
  { columns, paint }: TextView,
): readonly string[] {
  const distinct = distinctFailures(rows);
  const lines = distinct.slice(0, failuresShown).map(({ outcome, message, count, first }) => {
    const trial = report.trials[first.trial];
    const where =
      trial === undefined ? '' : ` (first: task ${first.first_task}, ${trial.executor} × ${trial.workers})`;
    // The first line of the message; all of it is in the session.
    const what = `${counted(count, 'task')} ${outcomeVerbs[outcome]}: ${message.split('\n')[0] ?? ''}`;
    return `${paint('bad', '✗')} ${fitText(what, Math.max(30, columns - 2 - textWidth(where)))}${paint('faint', where)}`;
  });
  const more = distinct.length - lines.length;
  return more > 0 ? [...lines, paint('faint', `  and ${counted(more, 'other kind')} of failure`)] : lines;
}

const failuresShown = 8;

export const renderWarning = (warning: string, { columns, paint }: TextView): string =>
  wrapText(`${paint('warning', '!')} ${warning}`, columns, 2);

export const renderFinding = (finding: Finding, { columns, paint }: TextView): readonly string[] => [
  wrapText(
    `${paint('warning', '▲')} ${finding.title} ${describeEvidence(finding.evidence)}`.trimEnd(),
    columns,
    2,
  ),
  wrapText(`  → ${finding.remedy}`, columns, 4),
];

/** One of each kind, the worst first as they come; a lab of many configurations finds the same in most of them. */
function renderFindings(findings: readonly Finding[], view: TextView): readonly string[] {
  return [...Map.groupBy(findings, ({ id }) => id).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const lines = renderFinding(first, view);
    if (others.length === 0) return lines;
    const more = `  and ${counted(others.length, 'other')} of that kind (--json lists all)`;
    return lines.concat(view.paint('faint', more));
  });
}

function renderRecipe({ verdict: { recipe } }: LabReport, { paint }: TextView): readonly string[] {
  if (recipe === null) return [];
  return [
    paint('title', 'To use it, paste this:'),
    ...recipe.code
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : `  ${line}`)),
  ];
}

function renderVerdict({ verdict }: LabReport, view: TextView): readonly string[] {
  const { columns, paint } = view;
  return [
    wrapText(`${paint('title', 'Verdict:')} ${verdictSentence(verdict)}`, columns, 2),
    ...verdict.steps.flatMap((step) => renderStep(step, view)),
  ];
}

function renderStep(
  { step, question, answer, evidence }: VerdictStep,
  { columns, paint }: TextView,
): readonly string[] {
  const figures = describeEvidence(evidence);
  return [
    wrapText(`  ${step}. ${question} ${answer}`, columns, 5),
    ...(figures === '' ? [] : [`     ${paint('faint', wrapText(figures, columns - 5, 5))}`]),
  ];
}

/** `{ on_cpu_share: 0.98, task_ms: 12.5 }` → "on cpu share 98 % · task 12.5 ms". */
function describeEvidence(evidence: Readonly<Record<string, number | string | null>>): string {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => {
      const name = key.replaceAll('_', ' ');
      if (typeof value !== 'number') return `${name} ${value}`;
      if (key.endsWith('_ms')) return `${name.slice(0, -3)} ${formatMilliseconds(value)}`;
      if (/^share_|_share$/.test(key)) return `${name} ${formatShare(value)}`;
      if (namesSomething(key)) return `${name} ${value}`;
      return `${name} ${Number.isInteger(value) ? formatCount(value) : Number(value.toPrecision(3))}`;
    })
    .join(' · ');
}
