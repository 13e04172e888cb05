import { spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

export interface Tick {
  readonly atNs: number;
  readonly label: string;
}

export interface Ticks {
  readonly ticks: readonly Tick[];
  /**
   * What the labels count from, when the moments themselves would not fit: `12.345 s`. Null: from the axis' zero.
   */
  readonly base: string | null;
}

/** Labels are rarely wider; ticks stand at least this far apart. */
const apartPx = 84;
/** Beyond this many units a label is counted from a base. */
const longestCount = 10_000;

const units = [
  { name: 's', ns: 1e9 },
  { name: 'ms', ns: 1e6 },
  { name: 'µs', ns: 1e3 },
  { name: 'ns', ns: 1 },
] as const;

/** Round moments of the range (steps of 1, 2 or 5 × 10ⁿ), labelled in the largest unit that the range is long. */
export function axisTicks(range: TimeRange, widthPx: number): Ticks {
  const most = Math.max(1, Math.floor(widthPx / apartPx));
  const step = roundStep(spanOf(range) / most);
  const unit = units.find(({ ns }) => spanOf(range) >= ns) ?? units[units.length - 1] ?? units[0];
  const baseNs =
    Math.abs(range.fromNs) / unit.ns < longestCount
      ? 0
      : Math.floor(range.fromNs / (unit.ns * 1000)) * unit.ns * 1000;
  const digits = Math.max(0, -Math.floor(Math.log10(step / unit.ns) + 1e-9));
  const ticks: Tick[] = [];
  for (let nth = Math.ceil(range.fromNs / step); nth * step <= range.toNs; nth += 1) {
    const count = (nth * step - baseNs) / unit.ns;
    const label = `${baseNs === 0 ? '' : '+'}${count.toFixed(digits)} ${unit.name}`;
    ticks.push({ atNs: nth * step, label: label.replace(/^-(?=0\b)/, '') });
  }
  return { ticks, base: baseNs === 0 ? null : formatMoment(baseNs) };
}

/** A moment in seconds, with as many digits as it has. */
function formatMoment(ns: number): string {
  return `${(ns / 1e9).toFixed(9).replace(/\.?0+$/, '')} s`;
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return Math.max(1, factor * power);
}

/** A length of time or a moment of the axis, to `resolutionNs` (else three digits at least). */
export function formatSpan(ns: number, resolutionNs = Math.abs(ns) / 1000): string {
  const size = Math.abs(ns);
  const unit = units.find((one) => size >= one.ns) ?? { name: 'ns', ns: 1 };
  const digits = Math.min(9, Math.max(0, Math.ceil(-Math.log10(Math.max(resolutionNs, 1) / unit.ns))));
  return `${(ns / unit.ns).toFixed(unit.ns === 1 ? 0 : digits)} ${unit.name}`;
}
