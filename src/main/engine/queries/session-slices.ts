import type { SessionReader } from '../../../shared/session.ts';
import { bucketsOf } from '../scheduling/buckets.ts';
import { Demand, demandColumns } from '../scheduling/demand.ts';
import { workloadFlags } from '../scheduling/thread-names.ts';
import { ThreadTotals } from '../scheduling/thread-totals.ts';

/** Of a recording of five minutes, parts of nine milliseconds. */
const mostParts = 2 ** 15;

/** The slices of a session as of one moment, in sums that are small however many there are. */
export interface SessionSlices {
  readonly count: number;
  readonly totals: ThreadTotals;
  readonly demand: Demand;
  /** By the number of the thread's row. */
  readonly isWorkload: Uint8Array;
  /** Whether the slices of threads outside of the workload were recorded, too. */
  readonly hasOthers: boolean;
}

/** Reads all slices once: 10 million take about a second. */
export function readSlices(reader: SessionReader): SessionSlices {
  const count = reader.count('slices');
  const isWorkload = workloadFlags(reader.threads());
  const totals = new ThreadTotals(isWorkload.length);
  const { from, to } = reader.extent('slices') ?? { from: 0, to: 1 };
  const demand = new Demand(bucketsOf(from, Math.max(to, from + 1), mostParts));
  for (const batch of reader.columnBatches('slices', { columns: demandColumns, anyOrder: true })) {
    totals.add(batch);
    demand.add(batch, isWorkload);
  }
  const hasOthers =
    reader.report()?.scheduling.mode === 'system' ||
    totals.threads.some((thread) => isWorkload[thread] !== 1);
  return { count, totals, demand, isWorkload, hasOthers };
}
