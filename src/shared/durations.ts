import { asNanoseconds, nanosecondsPerMillisecond, nanosecondsPerSecond } from './units.ts';
import type { Nanoseconds } from './units.ts';

const unitsInNanoseconds: Readonly<Record<string, number>> = {
  '': nanosecondsPerSecond,
  us: 1e3,
  ms: nanosecondsPerMillisecond,
  s: nanosecondsPerSecond,
  m: 60 * nanosecondsPerSecond,
  min: 60 * nanosecondsPerSecond,
  h: 3600 * nanosecondsPerSecond,
};

/** How durations are written, for the remedy of a message about one that could not be read. */
export const durationSyntax = 'a number with ms, s, m or h: 500ms, 1.5s, 2m (a bare number is seconds)';

/**
 * Reads a duration as people type it on the command line: `1` and `1s` (a bare number is seconds), `500ms`,
 * `2m`, `0.5h`. Null when the text is not a duration; durations are finite and not negative.
 */
export function parseDuration(text: string): Nanoseconds | null {
  const parts = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/i.exec(text.trim());
  const scale = unitsInNanoseconds[parts?.[2]?.toLowerCase() ?? 'none'];
  if (parts === null || scale === undefined) return null;
  const nanoseconds = Math.round(Number(parts[1]) * scale);
  return Number.isFinite(nanoseconds) ? asNanoseconds(nanoseconds) : null;
}

/**
 * A duration for people, two significant units at most: `1m 05s`, `12.3 s`, `840 ms`, `12.0 ms`, `3.4 µs`.
 * Not known (null, NaN) is an en dash.
 */
export function formatDuration(value: Nanoseconds | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const seconds = value / nanosecondsPerSecond;
  if (seconds >= 59.95) {
    const whole = Math.round(seconds);
    return whole >= 3600
      ? `${Math.floor(whole / 3600)}h ${pad(Math.floor((whole % 3600) / 60))}m`
      : `${Math.floor(whole / 60)}m ${pad(whole % 60)}s`;
  }
  if (seconds >= 0.9995) return `${threeDigits(seconds)} s`;
  if (seconds >= 0.9995e-3) return `${threeDigits(seconds * 1e3)} ms`;
  if (value === 0) return '0 ms';
  return `${threeDigits(seconds * 1e6)} µs`;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** Three significant digits without an exponent: 1.23, 12.3, 123, 1234. */
const threeDigits = (value: number): string =>
  value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
