import { CorelaneError } from '../../../shared/errors.ts';
import type { CoreDemand, CoreLoadQuery } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { bucketsOf } from '../scheduling/buckets.ts';
import { Demand, demandColumns } from '../scheduling/demand.ts';
import type { OpenedSession } from './opened-session.ts';

/**
 * Who had the cores through time, and how many threads wanted one. Of a long recording from its sums where their parts are no
 * wider than the buckets asked for, else from the slices of the range: at most a few percent of the session, then.
 */
export function coreDemand(session: OpenedSession, { fromNs, toNs, width }: CoreLoadQuery): CoreDemand {
  if (!(fromNs < toNs && Number.isFinite(toNs - fromNs) && Number.isInteger(width) && width > 0)) {
    throw new CorelaneError(
      'internal',
      `The demand for cores from ${fromNs} to ${toNs} ns cannot be told in ${width} parts.`,
      'This is a defect in Corelane; please report it.',
    );
  }
  const { reader, slices } = session;
  const buckets = bucketsOf(fromNs, toNs, width);
  const isCoarse = slices.count > quicklyRead && buckets.bucketNs >= slices.demand.buckets.bucketNs;
  const demand = isCoarse ? slices.demand.resampled(buckets) : new Demand(buckets);
  if (!isCoarse) {
    const range = { from: asNanoseconds(fromNs), to: asNanoseconds(toNs) };
    const query = { ...range, columns: demandColumns, anyOrder: true };
    for (const batch of reader.columnBatches('slices', query)) demand.add(batch, slices.isWorkload);
  }
  const { cores } = slices.demand;
  const workload = new Float32Array(cores.length * width);
  const others = new Float32Array(cores.length * width).fill(slices.hasOthers ? 0 : Number.NaN);
  for (const [row, core] of cores.entries()) {
    const sums = demand.core(core);
    if (sums === null) continue;
    workload.set(shares(sums.workloadNs, buckets.bucketNs), row * width);
    if (slices.hasOthers) others.set(shares(sums.othersNs, buckets.bucketNs), row * width);
  }
  return { cores, workload, others, runnable: means(demand.runnableNs, buckets.bucketNs) };
}

/** This many slices take some milliseconds: their sums need not do. */
const quicklyRead = 50_000;

const means = (sums: Float64Array, bucketNs: number): Float32Array<ArrayBuffer> =>
  Float32Array.from(sums, (sum) => sum / bucketNs);

/** Sums of parts may exceed the whole by what doubles round. */
const shares = (sums: Float64Array, bucketNs: number): Float32Array =>
  Float32Array.from(sums, (sum) => Math.min(1, sum / bucketNs));
