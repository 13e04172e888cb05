/** Who had the cores over time, and how many threads wanted them, in evenly spaced buckets that all share. */
export interface DemandSeries {
  readonly fromNs: number;
  readonly toNs: number;
  /** Buckets of each core. */
  readonly width: number;
  readonly cores: readonly number[];
  /** Row-major cores × width: shares of the bucket, 0–1. */
  readonly workload: Float32Array;
  readonly others: Float32Array;
  /** Mean number of the workload's threads on a core or ready for one. */
  readonly runnable: Float32Array;
}

/** Whether anybody saw what others than the workload did: where only its own switches are recorded, nobody did. */
export const knowsOthers = ({ others }: Pick<DemandSeries, 'others'>): boolean =>
  others.some((share) => !Number.isNaN(share));

/** A core's part of a row-major series. */
export const rowOf = ({ width }: DemandSeries, values: Float32Array, row: number): Float32Array =>
  values.subarray(row * width, (row + 1) * width);

/** The top of the axis of runnable threads: a round number that holds both the highest of them and the cores. */
export function runnableTop({ runnable, cores }: Pick<DemandSeries, 'runnable' | 'cores'>): number {
  const highest = runnable.reduce((most, value) => (value > most ? value : most), cores.length);
  const step = 10 ** Math.floor(Math.log10(Math.max(1, highest)));
  return Math.max(1, Math.ceil((highest * 1.05) / step) * step);
}

/** The moment in the middle of a bucket. */
export const timeOf = ({ fromNs, toNs, width }: DemandSeries, bucket: number): number =>
  fromNs + ((bucket + 0.5) / width) * (toNs - fromNs);
