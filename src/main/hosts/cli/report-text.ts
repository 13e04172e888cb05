import type { Finding, LabReport, Skipped, VerdictStep } from '../../../shared/lab-report.ts';
import type { FailureRow, SessionHeader } from '../../../shared/session.ts';
import { describeCores } from './cores.ts';
import { counted, formatCount, formatMilliseconds } from './figures.ts';
import { formatMoment } from './moments.ts';
import { renderRanking } from './ranking-table.ts';
import { fitText, textWidth, wrapText } from './text-layout.ts';
import type { TextView } from './text-view.ts';

/** What a session says to people; `lab` prints it when it ends and `show` prints it again. */
export interface ReportMaterial {
  readonly header: SessionHeader;
  readonly complete: boolean;
  /** Null when the recording ended before a first trial did. */
  readonly report: LabReport | null;
  readonly failures: readonly FailureRow[];
  /** How the reader can name this session to the next command: `latest`, or its path. */
  readonly handle: string;
}

/** The whole report as text, ending in a newline. Pure: the same material and view give the same text. */
export function renderReport(material: ReportMaterial, view: TextView): string {
  const { report, failures } = material;
  const sections = [
    renderHeading(material, view),
    ...(report === null
      ? [['  The recording ended before any trial did, so there is nothing to rank.']]
      : [
          renderRanking(report, view),
          report.skipped.flatMap((skipped) => renderSkipped(skipped, view)),
          renderFailures(failures, report, view),
          report.findings.flatMap((finding) => renderFinding(finding, view)),
          report.warnings.map((warning) =>
            wrapText(`${view.paint('warning', '!')} ${warning}`, view.columns, 2),
          ),
          renderVerdict(report, view),
        ]),
    renderNextSteps(material.handle, view),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function renderHeading(
  { header, complete, report }: ReportMaterial,
  { columns, paint }: TextView,
): readonly string[] {
  const facts = [
    formatMoment(header.started_at),
    ...(report === null
      ? []
      : [
          `${report.machine.model}, ${counted(report.machine.cpus, 'core')}`,
          report.machine.os,
          `${report.runtime.name === 'node' ? 'Node' : 'Python'} ${report.runtime.version}`,
          describePinning(report),
        ]),
  ].filter((fact) => fact !== '');
  const state = complete ? '' : paint('warning', ' (interrupted: figures cover what had been recorded)');
  return [
    `${paint('title', header.workload.label)}${state}`,
    paint('faint', wrapText(facts.join(' · '), columns)),
  ];
}

function describePinning({ trials }: LabReport): string {
  const trial = trials[0];
  if (trial === undefined || trial.cores.length === 0) return '';
  const cores = describeCores(trial.cores);
  if (trial.pin === 'none') return 'not pinned';
  return trial.pin === 'each' ? `each worker pinned to one of ${cores}` : `all workers on ${cores}`;
}

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
  const distinct = [...Map.groupBy(rows, ({ outcome, message }) => `${outcome} ${message}`).values()]
    .map((group) => ({ group, count: group.reduce((total, row) => total + row.count, 0) }))
    .sort((a, b) => b.count - a.count);
  const lines = distinct.slice(0, failuresShown).flatMap(({ group, count }) => {
    const [first] = group;
    if (first === undefined) return [];
    const trial = report.trials[first.trial];
    const where =
      trial === undefined ? '' : ` (first: task ${first.first_task}, ${trial.executor} × ${trial.workers})`;
    // The first line of the message; all of it is in the session.
    const what = `${counted(count, 'task')} ${failureVerbs[first.outcome]}: ${first.message.split('\n')[0] ?? ''}`;
    return [
      `${paint('bad', '✗')} ${fitText(what, Math.max(30, columns - 2 - textWidth(where)))}${paint('faint', where)}`,
    ];
  });
  const more = distinct.length - lines.length;
  return more > 0 ? [...lines, paint('faint', `  and ${counted(more, 'other kind')} of failure`)] : lines;
}

const failuresShown = 8;
const failureVerbs: Readonly<Record<FailureRow['outcome'], string>> = {
  ok: 'ended',
  error: 'failed',
  cancelled: 'cancelled',
  lost: 'lost',
};

const renderFinding = (finding: Finding, { columns, paint }: TextView): readonly string[] => [
  wrapText(
    `${paint('warning', '▲')} ${finding.title} ${describeEvidence(finding.evidence)}`.trimEnd(),
    columns,
    2,
  ),
  wrapText(`  → ${finding.remedy}`, columns, 4),
];

function renderVerdict({ verdict }: LabReport, view: TextView): readonly string[] {
  const { columns, paint } = view;
  return [
    wrapText(`${paint('title', 'Verdict:')} ${verdictSentence(verdict)}`, columns, 2),
    ...verdict.steps.flatMap((step) => renderStep(step, view)),
  ];
}

/** The verdict in one sentence, for reports and for lists of sessions. */
export function verdictSentence({ executor, workers, margin, confidence }: LabReport['verdict']): string {
  if (executor === null || confidence === 'cannot-tell') {
    return 'what was measured cannot tell which executor to use.';
  }
  const choice = `use ${executor}${workers === null ? '' : ` with ${counted(workers, 'worker')}`}`;
  const lead = margin === null ? '' : `, ${margin.toFixed(2)} times the next best`;
  return confidence === 'clear'
    ? `${choice}${lead}.`
    : `${choice}${lead}, though the difference is within the noise.`;
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

/** `{ on_cpu_share: 0.98, task_ms: 12.5 }` → "on cpu share 0.98 · task 12.5 ms". */
function describeEvidence(evidence: Readonly<Record<string, number | string | null>>): string {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => {
      const name = key.replaceAll('_', ' ');
      if (typeof value !== 'number') return `${name} ${value}`;
      if (key.endsWith('_ms')) return `${name.slice(0, -3)} ${formatMilliseconds(value)}`;
      return `${name} ${Number.isInteger(value) ? formatCount(value) : Number(value.toPrecision(3))}`;
    })
    .join(' · ');
}

const renderNextSteps = (handle: string, { paint }: TextView): readonly string[] => [
  paint('faint', `Again:   corelane show ${handle}`),
  paint('faint', `Export:  corelane export ${handle} --format chrome -o trace.json`),
];
