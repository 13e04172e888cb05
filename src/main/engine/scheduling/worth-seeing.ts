import type { Demand } from './demand.ts';

export interface TimeRange {
  readonly fromNs: number;
  readonly toNs: number;
}

/** Slices of the workload that a first view may show and still be read. */
export const readableSlices = 2000;

/**
 * Where a first view of exact scheduling should look: of `among` (empty: all there is) the range in which the workload had the
 * cores most; all its slices, if they are few, else of all stretches of a readable number of them the one in which it kept the
 * cores busiest. Null: it has no slice.
 */
export function worthSeeing(
  demand: Demand,
  among: readonly TimeRange[],
  readable = readableSlices,
): TimeRange | null {
  const sums = prefixSums(demand);
  const all = { first: 0, end: demand.buckets.width };
  const ranges = among.map((range) => bucketsWithin(demand, range));
  const busiest = [all, ...ranges].filter(({ first, end }) => sums.begun(first, end) > 0);
  // The whole is busier than its parts: it counts only when no part has anything.
  const [whole, ...parts] = busiest;
  if (whole === undefined) return null;
  const range = parts.reduce<BucketRange | null>(
    (best, part) =>
      best === null || sums.onCpu(part.first, part.end) > sums.onCpu(best.first, best.end) ? part : best,
    null,
  );
  return stretchOf(demand, sums, range ?? whole, readable);
}

/** Buckets [first, end). */
interface BucketRange {
  readonly first: number;
  readonly end: number;
}

function bucketsWithin({ buckets: { fromNs, bucketNs, width } }: Demand, range: TimeRange): BucketRange {
  const first = Math.max(0, Math.floor((range.fromNs - fromNs) / bucketNs));
  return { first, end: Math.min(width, Math.ceil((range.toNs - fromNs) / bucketNs)) };
}

interface Sums {
  onCpu(first: number, end: number): number;
  begun(first: number, end: number): number;
}

function prefixSums(demand: Demand): Sums {
  const { width } = demand.buckets;
  const onCpu = new Float64Array(width + 1);
  const begun = new Float64Array(width + 1);
  for (const core of demand.cores) {
    const { workloadNs } = demand.core(core) ?? {};
    for (let at = 0; at < width; at += 1) onCpu[at + 1] = (onCpu[at + 1] ?? 0) + (workloadNs?.[at] ?? 0);
  }
  for (let at = 0; at < width; at += 1) {
    onCpu[at + 1] = (onCpu[at + 1] ?? 0) + (onCpu[at] ?? 0);
    begun[at + 1] = (demand.begun[at] ?? 0) + (begun[at] ?? 0);
  }
  return { onCpu: between(onCpu), begun: between(begun) };
}

const between =
  (sums: Float64Array) =>
  (first: number, end: number): number =>
    first < end ? (sums[end] ?? 0) - (sums[first] ?? 0) : 0;

function stretchOf(demand: Demand, sums: Sums, within: BucketRange, readable: number): TimeRange {
  const { fromNs, bucketNs } = demand.buckets;
  if (sums.begun(within.first, within.end) <= readable) {
    const { first, end } = trimmed(sums, within);
    return { fromNs: fromNs + first * bucketNs, toNs: fromNs + end * bucketNs };
  }
  let best = { first: within.first, buckets: 1 };
  let busiest = -1;
  let end = within.first;
  for (let first = within.first; first < within.end; first += 1) {
    end = Math.max(end, first + 1);
    while (end < within.end && sums.begun(first, end + 1) <= readable) end += 1;
    const held = sums.begun(first, end);
    // What is left at the end of the range is no stretch of its own.
    if (end === within.end && held < readable / 2) break;
    const busy = sums.onCpu(first, end) / (end - first);
    if (busy <= busiest * clearlyMore) continue;
    busiest = busy;
    best = { first, buckets: held > readable ? readable / held : end - first };
  }
  const start = fromNs + best.first * bucketNs;
  return { fromNs: start, toNs: start + best.buckets * bucketNs };
}

/** Of stretches that are equal but for the rounding of sums the first is taken. */
const clearlyMore = 1 + 1e-9;

/** Without the buckets at both ends in which the workload had no core. */
function trimmed(sums: Sums, { first, end }: BucketRange): BucketRange {
  let left = first;
  let right = end;
  while (left + 1 < right && sums.onCpu(left, left + 1) === 0) left += 1;
  while (right - 1 > left && sums.onCpu(right - 1, right) === 0) right -= 1;
  return { first: left, end: right };
}
