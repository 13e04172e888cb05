import type { TaskBatch } from '../../../shared/session.ts';
import { readableSlices } from '../scheduling/worth-seeing.ts';
import type { TimeRange } from '../scheduling/worth-seeing.ts';

/** A stretch in which tasks ran. */
export interface TaskRange extends TimeRange {
  /** Tasks that began in it. */
  readonly begun: number;
}

const parts = 512;
/** Shorter pauses do not divide what goes on: one of a program's 512th parts is not seen at its whole length. */
const dividingParts = 8;

/** Where the tasks of a program ran, in order of time, to within a 512th of it. One whose end nobody saw is there where it began. */
export function whereTasksRan({ start, end }: Pick<TaskBatch, 'start' | 'end'>): readonly TaskRange[] {
  let fromNs = Infinity;
  let toNs = -Infinity;
  for (let row = 0; row < start.length; row += 1) {
    const began = start[row] ?? Number.NaN;
    const over = end[row] ?? Number.NaN;
    if (began < fromNs) fromNs = began;
    if (began > toNs) toNs = began;
    if (over > toNs) toNs = over;
  }
  if (!(fromNs <= toNs)) return [];
  const partNs = Math.max(1, toNs - fromNs) / parts;
  const partOf = (time: number): number => Math.min(parts - 1, Math.floor((time - fromNs) / partNs));
  const begun = new Uint32Array(parts);
  /** How many more run in a part than in the one before. */
  const more = new Int32Array(parts + 1);
  for (let row = 0; row < start.length; row += 1) {
    const began = start[row] ?? Number.NaN;
    if (Number.isNaN(began)) continue;
    const over = end[row] ?? Number.NaN;
    const first = partOf(began);
    const last = over > began ? partOf(over) : first;
    begun[first] = (begun[first] ?? 0) + 1;
    more[first] = (more[first] ?? 0) + 1;
    more[last + 1] = (more[last + 1] ?? 0) - 1;
  }
  const ranges: { first: number; end: number; begun: number }[] = [];
  let running = 0;
  for (let part = 0; part < parts; part += 1) {
    running += more[part] ?? 0;
    if (running === 0) continue;
    let range = ranges.at(-1);
    if (range === undefined || part - range.end >= dividingParts) {
      range = { first: part, end: part, begun: 0 };
      ranges.push(range);
    }
    range.end = part + 1;
    range.begun += begun[part] ?? 0;
  }
  return ranges.map(({ first, end: until, begun: count }) => ({
    fromNs: fromNs + first * partNs,
    toNs: fromNs + until * partNs,
    begun: count,
  }));
}

/** Where a first view should look if nothing but tasks is known: at the beginning of the range with the most tasks, at as many as can be read. */
export function mostTasks(ranges: readonly TaskRange[], readable = readableSlices): TimeRange | null {
  const [first, ...others] = ranges;
  if (first === undefined) return null;
  const { fromNs, toNs, begun } = others.reduce(
    (most, range) => (range.begun > most.begun ? range : most),
    first,
  );
  return { fromNs, toNs: fromNs + (toNs - fromNs) * Math.min(1, readable / begun) };
}
