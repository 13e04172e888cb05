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

/** The units that keys of the report end in, how their values read, and the words that then need not stand in the label. */
const units: readonly { readonly ending: string; readonly format: (value: number) => string }[] = [
  { ending: '_per_s', format: (value) => `${formatRate(value)} /s` },
  { ending: '_ms', format: formatMilliseconds },
  { ending: '_mb', format: formatMegabytes },
  { ending: '_share', format: formatShare },
];

/** Shares are also named after what they are of. */
const shareOf = { ending: '', format: formatShare };

/** Keys whose words say less than they could. */
const labels: Readonly<Record<string, string>> = {
  on_cpu_share: 'on CPU',
  task_ms: 'task alone',
  thread_start_ms: 'thread start',
  process_start_ms: 'process start',
  chosen_per_s: 'recommended',
  chosen_p95_ms: 'recommended, p95',
  chosen_peak_mb: 'recommended, peak',
  next_per_s: 'next best',
  next_p95_ms: 'next best, p95',
  next_peak_mb: 'next best, peak',
};

/** `{ on_cpu_share: 0.98, task_ms: 12.5 }` → on CPU 98 %, task alone 12.5 ms. What is not known is left out. */
export const evidenceFigures = (evidence: VerdictStep['evidence']): readonly EvidenceFigure[] =>
  Object.entries(evidence).flatMap(([key, value]) =>
    value === null ? [] : [{ key, label: labelOf(key), value: valueOf(key, value) }],
  );

const unitOf = (key: string) =>
  units.find(({ ending }) => key.endsWith(ending)) ?? (key.startsWith('share_') ? shareOf : undefined);

const labelOf = (key: string): string =>
  labels[key] ?? key.slice(0, key.length - (unitOf(key)?.ending.length ?? 0)).replaceAll('_', ' ');

function valueOf(key: string, value: number | string): string {
  if (typeof value === 'string') return value;
  const unit = unitOf(key);
  if (unit !== undefined) return unit.format(value);
  if (namesSomething(key)) return String(value);
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(3)));
}
