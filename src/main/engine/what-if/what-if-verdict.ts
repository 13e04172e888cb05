import { counted, formatMilliseconds } from '../../../shared/figures.ts';
import { whatIfTitle, type WhatIfReport } from '../../../shared/what-if.ts';

type Judged = Pick<
  WhatIfReport,
  'swap' | 'workers' | 'comparison' | 'no_comparison' | 'baseline' | 'variant' | 'tasks' | 'refused'
>;

/** What a what-if comes to, in a sentence or two. */
export function verdictOf(report: Judged): string {
  const { comparison, no_comparison: reason, baseline, variant } = report;
  if (comparison === null) return `${reason ?? ''}${variant.runs === 0 ? '' : partly(report)}`;
  const { ratio, low, high, significant } = comparison;
  const sides = `${formatMilliseconds(variant.wall_ms)} instead of ${formatMilliseconds(baseline.wall_ms)}`;
  const title = whatIfTitle(report.swap, report.workers);
  if (!significant) {
    return `With ${title} the script takes about as long, ${sides}: ${times(ratio)} the time, between ${times(low)} and ${times(high)} with 95 % confidence.${partly(report)}`;
  }
  const faster = ratio < 1;
  const [least, value, most] = faster ? [1 / high, 1 / ratio, 1 / low] : [low, ratio, high];
  return `With ${title} the script is ${times(value)} as ${faster ? 'fast' : 'slow'}: ${sides}, between ${times(least)} and ${times(most)} with 95 % confidence.${partly(report)}`;
}

function partly({ tasks, refused }: Judged): string {
  if (tasks === null || refused.length === 0) return '';
  const { swapped, total } = tasks;
  const places = refused.length === 1 ? '1 place was' : `${refused.length} places were`;
  return ` Only ${counted(swapped, 'task')} of ${total} ran swapped: ${places} refused.`;
}

const times = (value: number): string => `${value.toFixed(2)} times`;
