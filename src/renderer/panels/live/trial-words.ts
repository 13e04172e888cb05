import { formatDuration } from '../../../shared/durations.ts';
import { shortName } from '../../../shared/executors.ts';
import { counted, formatCount } from '../../../shared/figures.ts';
import type { LiveTrial } from '../../../shared/jobs.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import type { Span } from './span-record.ts';

/** What the timeline of a trial shows, for those who do not see it. */
export function describeTrial(trial: LiveTrial | null, nowNs: number): string {
  if (trial === null) return 'Timeline of tasks: no trial has begun yet';
  const { executor, workers, repeat, settled, failed, startNs, endNs } = trial;
  const lasted = formatDuration(asNanoseconds((endNs ?? nowNs) - startNs));
  const failures = failed === 0 ? '' : `, ${formatCount(failed)} of them failed`;
  return `Timeline of tasks: ${shortName(executor)} × ${workers}, repeat ${repeat}: ${counted(settled, 'task')} settled in ${lasted}${failures}`;
}

/** "Lane 2 · 1.20 s to 1.31 s · 12 tasks, 1 failed"; times count from `zeroNs`, the trial's start. */
export function describeSpan({ lane, startNs, endNs, tasks, failed }: Span, zeroNs: number): string {
  const [from, to] = [startNs, endNs].map((timeNs) => formatDuration(asNanoseconds(timeNs - zeroNs)));
  const failures = failed === 0 ? '' : `, ${formatCount(failed)} failed`;
  return `Lane ${lane} · ${from} to ${to} · ${counted(tasks, 'task')}${failures}`;
}
