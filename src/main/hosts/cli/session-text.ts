import type { LabReport } from '../../../shared/lab-report.ts';
import type { ProfileReport } from '../../../shared/profile-report.ts';
import type { FailureRow, SessionHeader, SessionReport } from '../../../shared/session.ts';
import type { WhatIfReport } from '../../../shared/what-if.ts';
import { describeCores } from '../../engine/lab/existing-cores.ts';
import { counted } from '../../../shared/figures.ts';
import { formatMoment } from '../../engine/library/moments.ts';
import { renderProfile } from './profile-text.ts';
import { joinSections, renderReport } from './report-text.ts';
import { renderWhatIf } from './what-if-text.ts';
import { wrapText } from './text-layout.ts';
import type { TextView } from './text-view.ts';

/** What `show` says of a session. */
export interface SessionMaterial {
  readonly header: SessionHeader;
  readonly complete: boolean;
  /** Null when the recording ended before anything was known. */
  readonly report: SessionReport | null;
  readonly failures: readonly FailureRow[];
  /** How the reader named this session, for the commands that are suggested. */
  readonly handle: string;
}

/** A session as text, ending in a newline: what was measured when and where, the report, and what to do next. Pure. */
export function renderSession(material: SessionMaterial, view: TextView): string {
  const { handle } = material;
  return joinSections([
    renderHeading(material, view),
    renderResult(material, view),
    [
      view.paint('faint', `Look into it: corelane open ${handle}`),
      view.paint('faint', `Export it: corelane export ${handle} --format chrome -o trace.json`),
    ],
  ]);
}

function renderResult({ header, report, failures }: SessionMaterial, view: TextView): readonly string[] {
  switch (report?.command) {
    case undefined:
      return header.command !== 'lab'
        ? ['The recording ended before the program began.']
        : ['The recording ended before any trial did, so there is nothing to rank.'];
    case 'lab':
      return renderReport(report, view, failures).trimEnd().split('\n');
    case 'profile':
      return renderProfile(report, view).trimEnd().split('\n');
    case 'what-if':
      return renderWhatIf(report, view).trimEnd().split('\n');
  }
}

function renderHeading(
  { header, complete, report }: SessionMaterial,
  { columns, paint }: TextView,
): readonly string[] {
  const facts = [formatMoment(header.started_at), ...(report === null ? [] : describeConditions(report))];
  const state = complete ? '' : paint('warning', ' (interrupted: figures cover what had been recorded)');
  return [
    `${paint('title', header.workload.label)}${state}`,
    paint('faint', wrapText(facts.filter((fact) => fact !== '').join(' · '), columns)),
  ];
}

const describeConditions = (report: SessionReport): readonly string[] => [
  `${report.machine.model}, ${counted(report.machine.cpus, 'core')}`,
  report.machine.os,
  ...(report.command === 'lab' ? describeLab(report) : describeCoresUsed(report)),
];

const describeLab = (report: LabReport): readonly string[] => [
  `${report.runtime.name === 'node' ? 'Node' : 'Python'} ${report.runtime.version}`,
  describePinning(report),
];

const describeCoresUsed = ({ machine, cores_used: cores }: ProfileReport | WhatIfReport): readonly string[] =>
  cores.length === machine.cpus ? [] : [`on ${describeCores(cores)}`];

function describePinning({ trials: [trial] }: LabReport): string {
  if (trial === undefined || trial.cores.length === 0) return '';
  const cores = describeCores(trial.cores);
  if (trial.pin === 'none') return 'not pinned';
  return trial.pin === 'each' ? `each worker pinned to one of ${cores}` : `all workers on ${cores}`;
}
