/**
 * Times as decimal text, exact to the nanosecond and fast: exports print several of them for each of millions of
 * rows, and formatting integers beats formatting the shortest double by far.
 */

/** ".000" to ".999" without and "000" to "999" with all three digits. */
const digits = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));
const fractions = digits.map((text) => (text === '000' ? '' : `.${text}`));

/** Nanoseconds as microseconds with up to three decimals: 1234567 → "1234.567". The value must be known. */
export function microseconds(nanoseconds: number): string {
  const whole = Math.round(nanoseconds);
  if (whole < 0) return `-${microseconds(-whole)}`;
  const micro = Math.floor(whole / 1000);
  return `${micro}${fractions[whole - micro * 1000] ?? ''}`;
}

/** Nanoseconds as milliseconds with six decimals: 1234567 → "1.234567". Not known (NaN) is empty. */
export function milliseconds(nanoseconds: number): string {
  const whole = Math.round(nanoseconds);
  if (Number.isNaN(whole)) return '';
  if (whole < 0) return `-${milliseconds(-whole)}`;
  const micro = Math.floor(whole / 1000);
  const milli = Math.floor(micro / 1000);
  return `${milli}.${digits[micro - milli * 1000] ?? ''}${digits[whole - micro * 1000] ?? ''}`;
}
