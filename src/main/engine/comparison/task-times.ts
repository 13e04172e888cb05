import type { ComparedDistribution } from '../../../shared/comparison.ts';
import { edgeOfBin, LogHistogram } from '../../../shared/log-histogram.ts';
import type { SessionReader } from '../../../shared/session.ts';

/**
 * How long tasks ran, group by group, read batch by batch so that the memory it takes does not grow with the tasks. `groupOf`: the group of a
 * task by its number in `by`; undefined: it is of none.
 */
export function taskTimes(
  session: SessionReader,
  by: 'trial' | 'lane',
  groupOf: (number: number) => string | undefined,
): ReadonlyMap<string, LogHistogram> {
  const groups = new Map<string, LogHistogram>();
  for (const batch of session.columnBatches('tasks', { columns: [by, 'start', 'end'], anyOrder: true })) {
    const numbers = batch[by];
    for (const [row, number] of numbers.entries()) {
      const group = groupOf(number);
      if (group === undefined) continue;
      const times = groups.get(group) ?? new LogHistogram();
      groups.set(group, times);
      times.add((batch.end[row] ?? Number.NaN) - (batch.start[row] ?? Number.NaN));
    }
  }
  return groups;
}

/** Twenty bins a decade. */
const finePerBin = 50;

/** Both in bins from the shortest to the longest of either. Null: neither has a task that ended. */
export function distributionOf(
  subject: string,
  a: LogHistogram | undefined,
  b: LogHistogram | undefined,
): ComparedDistribution | null {
  const ofA = a ?? new LogHistogram();
  const ofB = b ?? new LogHistogram();
  const isSeen = (_: number, bin: number): boolean => (ofA.counts[bin] ?? 0) + (ofB.counts[bin] ?? 0) > 0;
  const seen = [ofA.counts.findIndex(isSeen), ofA.counts.findLastIndex(isSeen)] as const;
  if (seen[0] === -1) return null;
  const first = Math.floor(seen[0] / finePerBin) * finePerBin;
  const bins = Math.floor((seen[1] - first) / finePerBin) + 1;
  const end = first + bins * finePerBin;
  return {
    subject,
    edgesNs: Float64Array.from({ length: bins + 1 }, (_, bin) => edgeOfBin(first + bin * finePerBin)),
    a: { tasks: ofA.total, counts: ofA.coarser(finePerBin, first, end) },
    b: { tasks: ofB.total, counts: ofB.coarser(finePerBin, first, end) },
  };
}
