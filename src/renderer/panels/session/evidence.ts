import {
  formatCount,
  formatMegabytes,
  formatMilliseconds,
  formatRate,
  formatShare,
  namesSomething,
} from '../../../shared/figures.ts';
import type { VerdictStep } from '../../../shared/lab-report.ts';

/** A measured figure that an answer rests on, as a card shows it. */
export interface EvidenceFigure {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

type Evidence = VerdictStep['evidence'];

/** The units that keys of the report end in, how their values read, and the words that then need not stand in the label. */
const units: readonly { readonly ending: string; readonly format: (value: number) => string }[] = [
  { ending: '_per_s', format: (value) => `${formatRate(value)} /s` },
  { ending: '_ms', format: formatMilliseconds },
  { ending: '_mb', format: formatMegabytes },
  { ending: '_mb_for_each', format: (value) => `${Number(value.toPrecision(2))} MB` },
  { ending: '_share', format: formatShare },
  { ending: '_speed_up', format: (value) => times(value) },
];

const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;

/** Shares are also named after what they are of, and ratios after what is over what. */
const named: readonly { readonly of: RegExp; readonly format: (value: number) => string }[] = [
  { of: /^share_/, format: formatShare },
  { of: /_over_/, format: times },
];

/** Keys whose words say less than they could. */
const labels: Readonly<Record<string, string>> = {
  on_cpu_share: 'on CPU',
  runs: 'runs alone',
  task_ms: 'task alone',
  gil: 'GIL',
  threads_speed_up: 'speed-up by threads',
  thread_start_ms: 'thread start',
  process_start_ms: 'process start',
  pool_per_s: 'best pool',
  dedicated_per_s: 'best worker per task',
  loop_per_s: 'event loop',
  loop_in_flight: 'in flight',
  loop_peak_mb: 'event loop, peak',
  loop_mb_for_each: 'each in flight',
  threads_per_s: 'threads',
  threads: 'number of threads',
  threads_peak_mb: 'threads, peak',
  threads_mb_for_each: 'each thread',
  loop_over_threads: 'event loop over threads',
  executor_features: 'only futures have',
  pool_features: 'only Pool has',
  chosen_per_s: 'recommended',
  chosen_p95_ms: 'recommended, p95',
  chosen_peak_mb: 'recommended, peak',
  next_per_s: 'next best',
  next_p95_ms: 'next best, p95',
  next_peak_mb: 'next best, peak',
  best_over_preferred: 'best over preferred',
  winner_over_next: 'recommended over next best',
};

/** Ratios that come with the ends of their interval, under `_low` and `_high`. */
const interval = /^(ratio|speed_up)_(low|high)$/;

/** `{ on_cpu_share: 0.98, task_ms: 12.5 }` → on CPU 98 %, task alone 12.5 ms. What is not known is left out. */
export const evidenceFigures = (evidence: Evidence): readonly EvidenceFigure[] =>
  Object.entries(evidence).flatMap(([key, value]) => {
    if (value === null) return [];
    const [, ratio, end] = interval.exec(key) ?? [];
    if (ratio !== undefined) return end === 'low' ? intervalOf(ratio, evidence) : [];
    return [{ key, label: labelOf(key), value: valueOf(key, value) }];
  });

function intervalOf(ratio: string, evidence: Evidence): readonly EvidenceFigure[] {
  const { [`${ratio}_low`]: low, [`${ratio}_high`]: high } = evidence;
  if (typeof low !== 'number' || typeof high !== 'number') return [];
  return [
    { key: `${ratio}_low`, label: '95 % interval', value: `${low.toFixed(2)} to ${high.toFixed(2)} ×` },
  ];
}

const unitOf = (key: string) =>
  units.find(({ ending }) => key.endsWith(ending)) ?? named.find(({ of }) => of.test(key));

function labelOf(key: string): string {
  const ending = units.find((unit) => key.endsWith(unit.ending))?.ending ?? '';
  return labels[key] ?? key.slice(0, key.length - ending.length).replaceAll('_', ' ');
}

function valueOf(key: string, value: number | string): string {
  if (typeof value === 'string') return value;
  const unit = unitOf(key);
  if (unit !== undefined) return unit.format(value);
  if (namesSomething(key)) return String(value);
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(3)));
}
