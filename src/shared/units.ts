/**
 * Branded units. A plain number never passes for a time: `asNanoseconds` marks the places where a
 * raw figure enters the program (a clock, a file, /proc), and from there on the compiler follows it.
 */
declare const unit: unique symbol;

/** A point in time or a duration: nanoseconds of CLOCK_MONOTONIC, relative to the session's start where it is a point. */
export type Nanoseconds = number & { readonly [unit]: 'ns' };

/** Memory or message size. */
export type Bytes = number & { readonly [unit]: 'byte' };

export const asNanoseconds = (value: number): Nanoseconds => value as Nanoseconds;
export const asBytes = (value: number): Bytes => value as Bytes;

export const nanosecondsPerMillisecond = 1e6;
export const nanosecondsPerSecond = 1e9;

export const fromMilliseconds = (value: number): Nanoseconds =>
  asNanoseconds(value * nanosecondsPerMillisecond);
export const fromSeconds = (value: number): Nanoseconds => asNanoseconds(value * nanosecondsPerSecond);
