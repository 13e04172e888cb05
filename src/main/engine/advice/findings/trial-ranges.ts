import type { SessionReader } from '../../../../shared/session.ts';
import { type Nanoseconds, asNanoseconds } from '../../../../shared/units.ts';

interface Range {
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
}

/** Each trial's time from its first submit to the end of its last task, by the trial's number. Those without tasks are left out. */
export function trialRanges(session: SessionReader): ReadonlyMap<number, Range> {
  const ranges = new Map<number, { from: number; to: number }>();
  for (const { trial, submit, end } of session.batches('tasks')) {
    for (let row = 0; row < trial.length; row += 1) {
      const number = trial[row] ?? 0;
      const range = ranges.get(number) ?? { from: Infinity, to: -Infinity };
      if ((submit[row] ?? Number.NaN) < range.from) range.from = submit[row] ?? 0;
      if ((end[row] ?? Number.NaN) > range.to) range.to = end[row] ?? 0;
      ranges.set(number, range);
    }
  }
  return new Map(
    [...ranges]
      .filter(([, { from, to }]) => to > from && Number.isFinite(to - from))
      .map(([number, { from, to }]) => [number, { from: asNanoseconds(from), to: asNanoseconds(to) }]),
  );
}
