/** A time or a size of a row; null when it is not known (NaN, or ±Infinity of a span without any). */
export const knownOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
