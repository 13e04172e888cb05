import { formatDuration } from '../../shared/durations.ts';
import { asNanoseconds } from '../../shared/units.ts';

/** A length of time, an en dash when it is not known. */
export const durationOf = (ns: number): string => formatDuration(Number.isNaN(ns) ? null : asNanoseconds(ns));
