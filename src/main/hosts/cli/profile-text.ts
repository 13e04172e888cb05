import { counted, formatCount, formatMilliseconds, formatShare } from '../../../shared/figures.ts';
import type { ProfiledProcess, ProfiledThread, ProfileReport } from '../../../shared/profile-report.ts';
import { renderTasks } from './profile-tasks-text.ts';
import { joinSections, renderFinding, renderWarning } from './report-text.ts';
import { fitText, wrapText } from './text-layout.ts';
import { renderTable, type Column } from './text-table.ts';
import type { TextView } from './text-view.ts';

/**
 * The result of a profile as text, ending in a newline: how the program ended, its tasks, its processes and their busiest threads, the cores, what
 * was noticed. Pure: the same report and view give the same text.
 */
export function renderProfile(report: ProfileReport, view: TextView): string {
  return joinSections([
    renderEnd(report, view),
    renderTasks(report, view),
    renderThreads(report, view),
    renderCores(report, view),
    report.findings.flatMap((finding) => renderFinding(finding, view)),
    report.warnings.map((warning) => renderWarning(warning, view)),
  ]);
}

function renderEnd({ exit, wall_ms, scheduling, processes }: ProfileReport, view: TextView) {
  const { paint, columns } = view;
  const wall = wall_ms === null ? '' : ` after ${formatMilliseconds(wall_ms)}`;
  const threads = processes.flatMap((process) => process.threads);
  const facts = [
    processes.length === 1 ? '1 process' : `${formatCount(processes.length)} processes`,
    ...(threads.length === 0 ? [] : [counted(threads.length, 'thread'), ...sums(threads)]),
  ];
  return [
    `${describeExit(exit, view)}${wall}  ${paint('faint', facts.join(' · '))}`,
    paint('faint', wrapText(`scheduling: ${scheduling.mode}. ${scheduling.reason}`, columns, 2)),
  ];
}

function describeExit({ code, signal }: ProfileReport['exit'], { paint }: TextView): string {
  if (signal !== null) return paint('bad', `ended by ${signal}`);
  if (code === null) return paint('warning', 'its end was not seen');
  return code === 0 ? paint('good', 'exit 0') : paint('bad', `exit ${code}`);
}

const sums = (threads: readonly ProfiledThread[]): readonly string[] => [
  `${formatMilliseconds(sumOf(threads, 'on_cpu_ms'))} on CPU`,
  `${formatMilliseconds(sumOf(threads, 'run_delay_ms'))} waiting for a core`,
];

/** Null when it is known of none. */
function sumOf(threads: readonly ProfiledThread[], figure: 'on_cpu_ms' | 'run_delay_ms'): number | null {
  const known = threads.map((thread) => thread[figure]).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

interface Line {
  readonly process: ProfiledProcess;
  readonly thread: ProfiledThread;
}

const linesShown = 12;

function renderThreads({ processes }: ProfileReport, view: TextView): readonly string[] {
  const all = processes
    .flatMap((process) => process.threads.map((thread) => ({ process, thread })))
    .sort((a, b) => (b.thread.on_cpu_ms ?? 0) - (a.thread.on_cpu_ms ?? 0));
  if (all.length === 0) return [];
  const more = all.length - linesShown;
  return [
    ...renderTable(columnsOf(view), all.slice(0, linesShown), view),
    ...(more > 0 ? [view.paint('faint', `  and ${counted(more, 'thread')} that ran less`)] : []),
  ];
}

const columnsOf = ({ columns }: TextView): readonly Column<Line>[] => [
  figure('pid', 0, ({ process }) => String(process.pid)),
  {
    title: 'process',
    align: 'left',
    sacrifice: 1,
    cell: ({ process }) => fitText(process.command.replaceAll(/\s+/g, ' '), columns < 100 ? 24 : 40),
  },
  { title: 'thread', align: 'left', sacrifice: 0, cell: ({ thread }) => fitText(thread.name, 20) },
  figure('on CPU', 0, ({ thread }) => formatMilliseconds(thread.on_cpu_ms)),
  figure('run delay', 2, ({ thread }) => formatMilliseconds(thread.run_delay_ms)),
  figure('voluntary', 5, ({ thread }) => countOf(thread.voluntary_switches)),
  figure('preempted', 4, ({ thread }) => countOf(thread.involuntary_switches)),
  figure('migrations', 3, ({ thread }) => countOf(thread.migrations)),
];

const figure = (title: string, sacrifice: number, cell: (line: Line) => string): Column<Line> => ({
  title,
  align: 'right',
  sacrifice,
  cell,
});

const countOf = (value: number | null): string => (value === null ? '–' : formatCount(value));

function renderCores({ cores }: ProfileReport, { paint, columns }: TextView): readonly string[] {
  if (cores.length === 0) return [];
  const shares = cores.map(({ core, busy }) => `${core}: ${formatShare(busy)}`).join('  ');
  return [wrapText(`${paint('faint', 'cores busy')}  ${shares}`, columns, 12)];
}
