import { formatDuration } from './durations.ts';
import { fromMilliseconds } from './units.ts';

/** Figures as tables show them; what is not known is an en dash. */

export const formatMilliseconds = (value: number | null): string =>
  formatDuration(value === null ? null : fromMilliseconds(value));

/** Three digits at least, thousands apart: 12.3, 1,234. */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null) return unknown;
  return perSecond >= 99.95
    ? formatCount(Math.round(perSecond))
    : perSecond.toFixed(perSecond >= 9.995 ? 1 : 2);
}

export const formatCount = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** A mean of things that are counted: 1.2, 12.3, 1,234. */
export const formatMean = (value: number): string =>
  value >= 99.95 ? formatCount(Math.round(value)) : value.toFixed(1);

export function formatShare(share: number | null): string {
  if (share === null) return unknown;
  const percent = share * 100;
  return `${percent >= 9.95 || percent === 0 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

export const formatMegabytes = (value: number | null): string =>
  value === null ? unknown : `${formatCount(Math.round(value))} MB`;

/** File sizes, in powers of 1000: 812 B, 12 kB, 3.4 MB. */
export function formatBytes(bytes: number): string {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1000;
    step++;
  }
  return `${value >= 9.95 || step === 0 ? value.toFixed(0) : value.toFixed(1)} ${steps[step] ?? 'B'}`;
}

/** "1 task", "2 tasks". */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

const unknown = '–';

/** Whether the number under this key of evidence is the number of something (a pid, a core), and no amount. */
export const namesSomething = (key: string): boolean => /(?:^|_)(?:pid|tid|core)$/.test(key);
